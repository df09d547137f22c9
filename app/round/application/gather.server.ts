import { z } from 'zod';
import { gatherFile } from '~/committee/file/gather.server';
import { formatAmount, formatDay, formatInstant } from '~/design/formats';
import { parisDay } from '~/platform/calendar';
import { readRows, sql, type Sql } from '~/platform/database/sql.server';
import { cents } from '~/platform/money';
import { keptPromise } from '../award/targets';
import { prioritiesServed } from '~/startup/priorities/links.server';
import type { Call, Grid } from '../calls/calls.server';
import { pillarsOf } from '../calls/grids';
import type { Application } from './applications.server';
import type { ApplicationContents } from './contents';

const awardRow = z.object({
  program: z.string(),
  edition: z.number(),
  awarded: z.coerce.number().nullable(),
  targets: z.array(
    z.object({ value: z.number(), result: z.number().nullable(), base: z.number().nullable() }),
  ),
});

/** Earlier awards of a startup, and whether what was promised then came true. */
async function earlierAwards(db: Sql, startupId: string): Promise<ApplicationContents['awards']> {
  const rows = await readRows(
    db,
    awardRow,
    sql`SELECT p.name AS program, r.edition, max(a.awarded_cents) AS awarded,
          coalesce((SELECT jsonb_agg(jsonb_build_object('value', t.value, 'result', t.result, 'base', t.base)) FROM application x JOIN call c ON c.id = x.call_id
            JOIN application_target t ON t.application_id = x.id WHERE x.startup_id = ${startupId}::uuid AND c.round_id = r.id), '[]') AS targets
        FROM award a JOIN funding_round r ON r.id = a.round_id JOIN funding_program p ON p.id = r.program_id
        WHERE a.startup_id = ${startupId}::uuid GROUP BY p.name, r.edition, r.id ORDER BY r.edition`,
  );
  return rows.map(({ program, edition, awarded, targets }) => {
    const kept = keptPromise(targets);
    return {
      label: `${program}, édition ${edition}`,
      words: `${awarded === null ? 'montant non publié' : formatAmount(cents(awarded))} ; ${
        targets.length === 0
          ? 'aucune cible connue'
          : kept === null
            ? 'résultats à venir'
            : kept
              ? 'cibles tenues à 80 %'
              : 'cibles non tenues à 80 %'
      }`,
    };
  });
}

const targetRow = z.object({ label: z.string(), value: z.number(), due: z.string() });
const linkRow = z.object({
  link: z.string().nullable(),
  repository: z.string().nullable(),
  statsUrl: z.string().nullable(),
  budgetUrl: z.string().nullable(),
});

/** An application as its jury would read it now. The caller has the right. */
export async function gatherApplication(
  db: Sql,
  application: Application,
  { call, grid, now }: { call: Call; grid: Grid; now: Date },
): Promise<ApplicationContents> {
  const today = parisDay(now);
  const nothing = {
    done: '',
    next: '',
    askTeam: '',
    askAmount: null,
    askMonths: null,
    hypotheses: '',
    criteria: [],
  };
  const targets = await readRows(
    db,
    targetRow,
    sql`SELECT label, value, due_day::text AS due FROM application_target WHERE application_id = ${application.id}::uuid ORDER BY position`,
  );
  const [links] = await readRows(
    db,
    linkRow,
    sql`SELECT link, repository, stats_url AS "statsUrl", budget_url AS "budgetUrl" FROM startup WHERE id = ${application.startupId}::uuid`,
  );
  const linked = [
    { label: 'Le service', href: links!.link },
    { label: 'Son code', href: links!.repository },
    { label: 'Ses statistiques', href: links!.statsUrl },
    { label: 'Son budget', href: links!.budgetUrl },
  ];
  return {
    known: await gatherFile(db, application.startupId, nothing, { heldOn: today, today, exceptItem: null }),
    pillars: pillarsOf(grid.lines).map((pillar) => ({
      pillar,
      text: application.answers.pillars[pillar] ?? '',
    })),
    held: grid.lines
      .filter(({ kind, code }) => kind !== 'note' && application.answers.held.includes(code))
      .map(({ label }) => label),
    amount:
      call.means === 'places'
        ? 'une place'
        : application.amount === null
          ? 'non dit'
          : application.amount === 0
            ? 'accompagnement seul'
            : formatAmount(application.amount),
    cofunding: [
      application.cofunding === null
        ? null
        : `${formatAmount(application.cofunding)} apportés par l’administration`,
      application.cofundingNote || null,
      application.cofundingName,
    ]
      .filter((part) => part !== null)
      .join('. '),
    sponsor:
      application.sponsorName === ''
        ? 'non nommé'
        : application.sponsorSignedAt === null
          ? `${application.sponsorName}, sans engagement signé`
          : `${application.sponsorName}, engagement signé le ${formatInstant(application.sponsorSignedAt)}`,
    targets: targets.map(({ label, value, due }) => ({
      label,
      words: `${value.toLocaleString('fr-FR')} le ${formatDay(due as never)}`,
    })),
    awards: await earlierAwards(db, application.startupId),
    priorities: await prioritiesServed(db, application.startupId, today),
    links: linked.flatMap(({ label, href }) => (href === null ? [] : [{ label, href }])),
  };
}
