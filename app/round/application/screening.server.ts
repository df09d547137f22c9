import { kindWords } from '~/impact/views';
import { z } from 'zod';
import { RuleError, type Acting } from '~/person/acting';
import { formatInstant } from '~/design/formats';
import { readRows, sql, type Sql } from '~/platform/database/sql.server';
import type { Call } from '../calls/calls.server';
import type { Admissibility } from '../vocabulary';
import { handling } from '../jury/conflicts.server';
import { applicationOf, type Application } from './applications.server';
import { toldApplication } from '../told.server';
import { writeToTeam } from './team-mail.server';

/** What the program checks by itself, each with its evidence: a person confirms it or overrules it, with a reason. */
export const CHECKS = {
  phase: 'Le service est en accélération, ou plus loin',
  statistiques: 'Ses statistiques sont publiques',
  code: 'Son code est ouvert',
  impact: 'Une mesure d’impact est suivie',
  sponsor: 'Un sponsor s’engage',
  cofinancement: 'L’administration cofinance',
} as const;
export type CheckCode = keyof typeof CHECKS;
export const CHECK_CODES = Object.keys(CHECKS) as CheckCode[];

export interface Checked {
  code: CheckCode;
  label: string;
  passed: boolean;
  evidence: string;
  ruling: 'confirme' | 'ecarte' | null;
  reason: string | null;
}

const rulingRow = z.object({
  applicationId: z.string(),
  code: z.string(),
  ruling: z.enum(['confirme', 'ecarte']),
  reason: z.string().nullable(),
});
export const rulingsOf = (db: Sql, callId: string) =>
  readRows(
    db,
    rulingRow,
    sql`SELECT s.application_id AS "applicationId", s.code, s.ruling, s.reason FROM screening s JOIN application a ON a.id = s.application_id WHERE a.call_id = ${callId}::uuid`,
  );

/** A signature may come after the file was frozen, while the jury still reads; a letter speaks for a sponsor too. */
const sponsorEvidence = ({ sponsorName, sponsorSignedAt, cofundingName, snapshot }: Application): string =>
  [
    sponsorSignedAt === null
      ? (snapshot?.sponsor ?? 'non nommé')
      : `${sponsorName}, engagement signé le ${formatInstant(sponsorSignedAt)}`,
    cofundingName && `lettre jointe : ${cofundingName}`,
  ]
    .filter(Boolean)
    .join(' ; ');

/** The checks of one file, from its frozen contents: the same for everyone, whenever they look. */
export function checksOf(
  call: Call,
  application: Application,
  rulings: ReadonlyArray<z.infer<typeof rulingRow>>,
): Checked[] {
  const { snapshot } = application;
  const known = snapshot?.known;
  const phase = known?.phases.at(-1)?.code ?? null;
  const link = (label: string) => snapshot?.links.find((one) => one.label === label)?.href ?? null;
  const found: Record<CheckCode, [boolean, string]> = {
    phase: [phase === 'acceleration' || phase === 'consolidation', known?.status ?? 'phase inconnue'],
    statistiques: [link('Ses statistiques') !== null, link('Ses statistiques') ?? 'aucune adresse connue'],
    code: [link('Son code') !== null, link('Son code') ?? 'aucun dépôt connu'],
    impact: [
      (known?.metrics.length ?? 0) > 0,
      known?.metrics[0]
        ? `${known.metrics[0].name} (mesure ${kindWords(known.metrics[0].kind)}) : ${known.metrics[0].figure}`
        : 'aucune mesure connue',
    ],
    sponsor: [
      application.sponsorSignedAt !== null || application.cofundingSha256 !== null,
      sponsorEvidence(application),
    ],
    cofinancement: [
      call.cofundingPercent === 0 || application.amount === 0 || (application.cofunding ?? 0) > 0,
      snapshot?.cofunding || 'aucun apport dit',
    ],
  };
  return CHECK_CODES.map((code) => {
    const said = rulings.find((one) => one.applicationId === application.id && one.code === code);
    return {
      code,
      label: CHECKS[code],
      passed: found[code][0],
      evidence: found[code][1],
      ruling: said?.ruling ?? null,
      reason: said?.reason ?? null,
    };
  });
}

/** A person confirms what the program found, or overrules it with a reason. */
export async function ruleCheck(
  acting: Acting,
  applicationId: string,
  { code, ruling, reason }: { code: CheckCode; ruling: 'confirme' | 'ecarte'; reason: string },
): Promise<void> {
  await acting.database.transaction(async (tx) => {
    const application = await applicationOf(tx, applicationId);
    if (!application) throw new RuleError('Cette candidature n’existe plus.');
    await handling(tx, acting, application);
    if (ruling === 'ecarte' && reason === '')
      throw new RuleError('Dites pourquoi la vérification est écartée.', 'motif');
    await tx.$executeRaw(
      sql`INSERT INTO screening (application_id, code, ruling, reason) VALUES (${applicationId}::uuid, ${code}, ${ruling}, ${reason || null})
          ON CONFLICT (application_id, code) DO UPDATE SET ruling = EXCLUDED.ruling, reason = EXCLUDED.reason`,
    );
    await toldApplication(tx, acting, 'rule-check', applicationId);
  });
}

/** Whether a file is read by the jury; a no says why in the words that the team will read. */
export async function judgeAdmissibility(
  acting: Acting,
  applicationId: string,
  { admissibility, reason }: { admissibility: Admissibility; reason: string },
): Promise<void> {
  await acting.database.transaction(async (tx) => {
    const application = await applicationOf(tx, applicationId);
    if (!application) throw new RuleError('Cette candidature n’existe plus.');
    await handling(tx, acting, application);
    if (admissibility !== 'recevable' && reason === '')
      throw new RuleError('Donnez la raison : c’est elle que l’équipe lira.', 'raison');
    await tx.$executeRaw(
      sql`UPDATE application SET admissibility = ${admissibility}, admissibility_reason = ${reason || null} WHERE id = ${applicationId}::uuid`,
    );
    if (admissibility === 'a-completer')
      await writeToTeam(tx, acting, application, {
        about: 'a-completer',
        subject: `Candidature à compléter : ${application.title}`,
        paragraphs: [
          'Il manque quelque chose à votre candidature pour qu’elle soit lue par le jury.',
          reason,
        ],
      });
    await toldApplication(tx, acting, 'judge-admissibility', applicationId);
  });
}
