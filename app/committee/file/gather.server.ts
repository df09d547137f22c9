import { z } from 'zod';
import { countOf, formatAmount, formatDay, formatMonths } from '~/design/formats';
import { gaugeOf } from '~/impact/budget/budget';
import { budgetsOf } from '~/impact/budget/budget.server';
import { metricsOf } from '~/impact/reads.server';
import { domainFigures, wholeFigures } from '~/impact/standards/figures';
import { answersOf } from '~/impact/standards/standards.server';
import { costsFrom } from '~/impact/startup-costs';
import { metricView } from '~/impact/views';
import { ROLES, type Role } from '~/person/roles';
import { monthsBetween } from '~/platform/calendar';
import { readRows, sql, type Sql } from '~/platform/database/sql.server';
import type { Day } from '~/platform/day';
import { plainText } from '~/platform/document/render.server';
import { cents } from '~/platform/money';
import { blocksOf } from '~/platform/print/blocks.server';
import { currentPhase } from '~/startup/life';
import { LIFECYCLE } from '~/startup/rules';
import { conditionsOf, isReached } from '../conditions/conditions.server';
import { decisionWords } from '../minutes/compose';
import { committeesOfStartups, phasesOf } from '../reads.server';
import { CONDITION_STATES } from '../vocabulary';
import type { FileContents } from './contents';
import type { Criterion } from './criteria';

/** A committee reads figures of the last three years: older ones explain nothing of the next six months. */
const SHOWN_MONTHS = 36;
const LONGEST_PROBLEM = 900;

/** What a team typed, as it is kept. */
export interface TypedFile {
  done: string;
  next: string;
  askTeam: string;
  askAmount: number | null;
  askMonths: number | null;
  hypotheses: string;
  criteria: readonly Criterion[];
}

const startupRow = z.object({ title: z.string(), mission: z.string(), content: z.string() });

/** The part of a fiche that says the problem: the one whose heading says so, or its first paragraph. */
function problemIn(content: string): string {
  const blocks = blocksOf(content);
  const at = blocks.findIndex((block) => block.kind === 'heading' && /probl/i.test(block.text));
  const part = blocks.slice(at + 1);
  const end = part.findIndex((block) => block.kind === 'heading');
  const said = (end === -1 ? part : part.slice(0, end))
    .map((block) =>
      block.kind === 'paragraph' ? block.text : block.kind === 'list' ? block.items.join(' ; ') : '',
    )
    .filter((text) => text !== '');
  const text = plainText(at === -1 ? (said[0] ?? '') : said.join('\n'));
  return text.length > LONGEST_PROBLEM ? `${text.slice(0, LONGEST_PROBLEM)}…` : text;
}

const teamRow = z.object({ role: z.enum(Object.keys(ROLES) as [Role, ...Role[]]), count: z.coerce.number() });

/** « 1 intrapreneuriat, 2 équipe »: how many, never who. */
async function teamWords(db: Sql, startupId: string, today: Day): Promise<string> {
  const rows = await readRows(
    db,
    teamRow,
    sql`SELECT role, count(DISTINCT person_id) AS count FROM mission WHERE startup_id = ${startupId}::uuid AND (start_day IS NULL OR start_day <= ${today}::date)
          AND (end_day IS NULL OR end_day >= ${today}::date) GROUP BY role ORDER BY role`,
  );
  return rows.length === 0
    ? 'Aucune mission en cours n’est connue.'
    : rows
        .map(({ role, count }) => `${ROLES[role].label}\u00a0: ${countOf(count, 'personne', 'personnes')}`)
        .join(' ; ');
}

async function budgetWords(db: Sql, startupId: string, today: Day): Promise<string> {
  const gauge = gaugeOf(await budgetsOf(db, [startupId], { inside: true }), today);
  return gauge === null
    ? 'Aucun budget en cours n’est connu.'
    : `${formatAmount(gauge.spent)} dépensés sur ${formatAmount(gauge.planned)}, ${gauge.used}\u00a0% pour ${gauge.elapsed}\u00a0% du temps ; l’argent s’arrête le ${formatDay(gauge.ends)}.`;
}

async function standardsWords(db: Sql, startupId: string): Promise<string> {
  const figures = wholeFigures(domainFigures(await answersOf(db, [startupId])));
  return figures.answered === 0
    ? 'Aucun critère n’a encore de réponse.'
    : `${figures.answered} critères sur ${figures.criteria} ont une réponse (${figures.completion}\u00a0%)${
        figures.conformity === null
          ? ''
          : ` ; ${figures.conformity}\u00a0% de ceux qui s’appliquent sont tenus`
      }.`;
}

/** What the committee before this one decided of the startup, and how its conditions stand. */
async function lastDecision(
  db: Sql,
  startupId: string,
  exceptItem: string | null,
  heldOn: Day,
): Promise<FileContents['last']> {
  const last = (await committeesOfStartups(db, [startupId])).find(
    (one) =>
      one.state === 'clos' &&
      one.heldOn <= heldOn &&
      one.items.some(
        (other) => other.startupId === startupId && other.id !== exceptItem && other.state === 'decide',
      ),
  );
  const decided = last?.items.find((item) => item.startupId === startupId);
  if (!last || !decided) return null;
  const conditions = (await conditionsOf(db, [startupId])).filter(
    (one) => one.itemId === decided.id || one.state === 'ouverte' || one.state === 'non-tenue',
  );
  return {
    day: last.heldOn,
    decision: decisionWords(decided, null, last.heldOn),
    objectives: decided.objectives,
    conditions: conditions.map((one) => ({
      text: one.text,
      due: one.due,
      state:
        one.state === 'ouverte' && isReached(one) ? 'Ouverte, cible atteinte' : CONDITION_STATES[one.state],
      evidence: [one.evidenceNote, one.evidenceName, one.evidenceUrl]
        .filter((part) => part !== null)
        .join(' '),
    })),
  };
}

function statusWords(phase: { code: keyof typeof LIFECYCLE; start: Day } | null, today: Day): string {
  if (phase === null) return 'Aucune phase n’a commencé';
  return `${LIFECYCLE[phase.code].state} depuis ${formatMonths(monthsBetween(phase.start, today))}`;
}

/**
 * Everything that a committee or a jury reads of a startup, as it is known today. The caller has the right.
 * @param exceptItem the committee's own item: its last decision is the one before.
 */
export async function gatherFile(
  db: Sql,
  startupId: string,
  typed: TypedFile,
  { heldOn, today, exceptItem }: { heldOn: Day; today: Day; exceptItem: string | null },
): Promise<FileContents> {
  const [startup] = await readRows(
    db,
    startupRow,
    sql`SELECT title, mission, content FROM startup WHERE id = ${startupId}::uuid`,
  );
  const phases = await phasesOf(db, startupId);
  const metrics = await metricsOf(db, startupId, { inside: true, today });
  const costs = costsFrom(metrics, await budgetsOf(db, [startupId], { inside: true }), today);
  const money = [
    typed.askAmount === null ? null : `${formatAmount(cents(typed.askAmount))} TTC`,
    typed.askMonths === null ? null : `pour ${typed.askMonths}\u00a0mois`,
  ].filter((part) => part !== null);
  return {
    title: startup!.title,
    mission: plainText(startup!.mission),
    problem: problemIn(startup!.content),
    status: statusWords(currentPhase(phases, today), today),
    phases,
    ask: { team: typed.askTeam, money: money.join(' '), hypotheses: typed.hypotheses },
    criteria: typed.criteria.map(({ text, target, due }) => ({
      text,
      target,
      due: due === null ? '' : formatDay(due),
    })),
    done: typed.done,
    next: typed.next,
    metrics: metrics
      .map((metric) => metricView(metric, today))
      .filter(({ figure }) => figure !== null)
      .map((view) => ({
        name: view.name,
        kind: view.kind,
        sentence: view.sentence,
        figure: view.figure!,
        change: view.change,
        months: view.months.slice(-SHOWN_MONTHS),
        targets: view.targets,
      })),
    costs: costs.flatMap(({ label, euros, formula }) =>
      euros === null
        ? []
        : [
            {
              label,
              value: `${euros.toLocaleString('fr-FR', { maximumFractionDigits: euros < 100 ? 2 : 0 })}\u00a0€`,
              formula,
            },
          ],
    ),
    budget: await budgetWords(db, startupId, today),
    standards: await standardsWords(db, startupId),
    team: await teamWords(db, startupId, today),
    last: await lastDecision(db, startupId, exceptItem, heldOn),
  };
}
