import { z } from 'zod';
import { formatAmount, formatInstant, formatNumber } from '~/design/formats';
import { permitted, RuleError, type Acting } from '~/person/acting';
import type { Actor } from '~/person/rights';
import { readRows, sql, type Sql } from '~/platform/database/sql.server';
import { digest } from '~/platform/secrets.server';
import { targetsOf, type Application } from '../application/applications.server';
import { CHECKS, CHECK_CODES, rulingsOf } from '../application/screening.server';
import { gridOf, type Call } from '../calls/calls.server';
import { revealedTo } from '../jury/readings.server';
import { toldApplication } from '../told.server';
import { ADMISSIBILITIES, DECISIONS } from '../vocabulary';
import { masked, type Masked } from './masking';

const namesRow = z.object({ name: z.string(), juror: z.boolean() });

/** Everybody whom this installation knows but the team that asks; jurors also by their last name. */
async function namesOfOthers(db: Sql, call: Call, application: Application): Promise<string[]> {
  const people = await readRows(
    db,
    namesRow,
    sql`SELECT p.full_name AS name, EXISTS (SELECT 1 FROM jury_seat j WHERE j.person_id = p.id AND j.call_id = ${call.id}::uuid) AS juror FROM person p
        WHERE p.erased_at IS NULL AND NOT EXISTS (SELECT 1 FROM mission m WHERE m.person_id = p.id AND m.startup_id = ${application.startupId}::uuid)`,
  );
  return people.flatMap(({ name, juror }) => (juror ? [name, name.split(/\s+/).at(-1)!] : [name]));
}

/**
 * What is kept of one application, prepared for whoever answers a request for access: jurors are numbers, other people
 * and other applications are masked. Only once the results are public. A person reads it before it is given.
 */
export async function prepareAccess(
  db: Sql,
  call: Call,
  application: Application,
  actor: Actor,
  now: Date,
): Promise<Masked> {
  if (call.announcedAt === null)
    throw new RuleError('Une demande d’accès se prépare une fois les résultats publiés.');
  const { marks, opinions } = await revealedTo(db, call, now, actor);
  const own = marks.get(application.id) ?? [];
  const said = opinions.get(application.id) ?? [];
  const grid = await gridOf(db, call.gridId);
  const labels = new Map(grid.lines.map(({ code, label }) => [code, label]));
  const rulings = (await rulingsOf(db, call.id)).filter(
    ({ applicationId }) => applicationId === application.id,
  );
  const targets = await targetsOf(db, application.id);
  const seats = [...new Set([...own, ...said].map(({ seatId }) => seatId))].sort((a, b) =>
    digest(application.id + a) < digest(application.id + b) ? -1 : 1,
  );
  const text = [
    `## ${call.title} : ce qui est conservé de la candidature de ${application.title}`,
    '',
    '### Ce que l’équipe a déposé',
    '',
    ...Object.entries(application.answers.pillars).map(([pillar, answer]) => `**${pillar}** : ${answer}\n`),
    ...(!application.amount ? [] : [`Montant demandé : ${formatAmount(application.amount)}.`]),
    ...(application.depositedAt === null ? [] : [`Déposée le ${formatInstant(application.depositedAt)}.`]),
    ...targets.map(({ label, value }) => `- Cible : ${label}, ${formatNumber(value)}`),
    '',
    '### Instruction',
    '',
    ...(application.admissibility === null
      ? ['Aucun avis de recevabilité.']
      : [
          `${ADMISSIBILITIES[application.admissibility]}.${application.admissibilityReason ? ` ${application.admissibilityReason}` : ''}`,
        ]),
    ...CHECK_CODES.flatMap((check) => {
      const ruled = rulings.find(({ code }) => code === check);
      return ruled
        ? [
            `- ${CHECKS[check]} : ${ruled.ruling === 'confirme' ? 'confirmé' : 'écarté'}${ruled.reason ? `, ${ruled.reason}` : ''}`,
          ]
        : [];
    }),
    '',
    '### Lectures du jury',
    '',
    ...(seats.length === 0 ? ['Aucune lecture n’est conservée.'] : []),
    ...seats.flatMap((seatId, index) => [
      `#### Personne ${index + 1} du jury`,
      '',
      ...own
        .filter((score) => score.seatId === seatId)
        .map(
          ({ code, value, comment }) =>
            `- ${labels.get(code) ?? code} : ${value ?? 'sans objet'}${comment ? `. ${comment}` : ''}`,
        ),
      '',
      said.find((one) => one.seatId === seatId)?.opinion ?? '',
      '',
      said.find((one) => one.seatId === seatId)?.feedback ?? '',
      '',
    ]),
    '### Décision',
    '',
    application.decision === null ? 'Non décidé.' : `${DECISIONS[application.decision].label}.`,
    '',
    application.decisionReason,
    '',
    application.feedbackApprovedAt === null ? '' : application.feedback,
    '',
  ].join('\n');
  const others = await readRows(
    db,
    z.object({ title: z.string() }),
    sql`SELECT s.title FROM application a JOIN startup s ON s.id = a.startup_id WHERE a.call_id = ${call.id}::uuid AND a.id <> ${application.id}::uuid`,
  );
  return masked(text.replace(/\n{3,}/g, '\n\n'), {
    names: await namesOfOthers(db, call, application),
    others: others.map(({ title }) => title),
  });
}

/** Notes that an answer was given to somebody who asked: when and by whom, never its words. */
export async function noteAccessAnswered(acting: Acting, call: Call, applicationId: string): Promise<void> {
  permitted(acting, 'appel.tenir', { id: call.id });
  await acting.database.transaction((tx) => toldApplication(tx, acting, 'answer-access', applicationId));
}
