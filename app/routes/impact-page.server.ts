import { awardName } from '~/network/awards';
import { formatDay, formatInstant } from '~/design/formats';
import { budgetsOf } from '~/impact/budget/budget.server';
import { costsOverTime } from '~/impact/startup-costs';
import { conditionsOf } from '~/committee/conditions/conditions.server';
import { plainText } from '~/platform/document/render.server';
import type { Cost } from '~/impact/costs';
import { firstFiguresDue, matrixState, MATRIX } from '~/impact/matrix';
import type { CurveMark, CurvePhase } from '~/impact/parts/MetricCurve';
import type { MatrixTile } from '~/impact/parts/Matrix';
import { metricsOf, type Metric } from '~/impact/reads.server';
import { metricView, type MetricView } from '~/impact/views';
import { CONCEPTS } from '~/impact/vocabulary';
import type { StartupFacts } from '~/network/facts';
import { can } from '~/person/rights';
import type { Day } from '~/platform/day';
import { stretchesOf } from '~/startup/life';
import { LIFECYCLE } from '~/startup/rules';
import type { SiteContext } from './site-context';
import { tiesOf } from './startup-lookup.server';

/** What a reader may see of a startup's figures. */
export function viewOf(context: SiteContext, startup: StartupFacts) {
  const today = context.clock.today();
  const ties = tiesOf(startup);
  return {
    inside: can(context.actor, 'startup.voir-interieur', ties, today).allowed,
    budget: can(context.actor, 'startup.voir-budget', ties, today).allowed,
    committees: can(context.actor, 'startup.voir-comite', ties, today).allowed,
    edits: can(context.actor, 'startup.modifier', ties, today).allowed,
  };
}

const NBSP = '\u00a0';
const euros = (value: number): string =>
  `${value.toLocaleString('fr-FR', { maximumFractionDigits: value < 100 ? 2 : 0 })}${NBSP}€`;

/** The five tiles of the matrix; what is missing is for those who keep it. */
export function tilesOf(
  metrics: readonly Metric[],
  costs: readonly Cost[],
  today: Day,
  inside: boolean,
): MatrixTile[] {
  const usage = costs.find(({ code }) => code === 'usage')!;
  const state = matrixState(
    metrics.map(({ indicator, months }) => ({ indicator, lastMonth: months.at(-1)?.month ?? null })),
    { 'cout-usage': usage.euros !== null },
    today,
  );
  return CONCEPTS.map((concept) => {
    const views = metrics
      .filter((metric) => metric.concept === concept)
      .map((metric) => metricView(metric, today));
    return {
      concept,
      figures: [
        ...views.flatMap(({ name, figure, when, kind, change, hasChange }) =>
          figure === null
            ? []
            : [{ name, figure, note: `${kind}, ${when!}${hasChange ? `, ${change}` : ''}` }],
        ),
        ...(concept === 'efficient'
          ? costs.flatMap(({ label, euros: value }) =>
              value === null ? [] : [{ name: label, figure: euros(value), note: 'calculé' }],
            )
          : []),
      ],
      missing: inside
        ? state[concept]
            .filter((one) => one.state === 'missing' || one.state === 'empty')
            .map(({ label }) => label.toLowerCase())
        : [],
      stale: inside
        ? state[concept].filter((one) => one.state === 'stale').map(({ label }) => label.toLowerCase())
        : [],
    };
  });
}

/** What happened to a startup, for the time axis of its curves. */
export function timeAxis(startup: StartupFacts, today: Day): { marks: CurveMark[]; phases: CurvePhase[] } {
  const stretches = stretchesOf(startup.phases);
  return {
    phases: stretches
      .filter(({ start }) => start <= today)
      .map(({ code, start, end }) => ({ code, start, end: end !== null && end < today ? end : today })),
    marks: [
      ...stretches.map(({ code, start }) => ({
        kind: 'phase' as const,
        day: start,
        label: LIFECYCLE[code].label,
      })),
      ...startup.awards.flatMap((award) =>
        award.heldOn === null
          ? []
          : [{ kind: 'financement' as const, day: award.heldOn, label: awardName(award) }],
      ),
      // What a committee decided without changing the phase: the others are told by the phase itself.
      ...startup.events
        .filter(({ kind, day }) => kind === 'committee' && !stretches.some(({ start }) => start === day))
        .map(({ day, comment }) => ({
          kind: 'comite' as const,
          day,
          // The decision alone: what follows it is read among the events.
          label: comment ? `Comité : ${plainText(comment).split('. ')[0]!.replace(/\.$/, '')}` : 'Comité',
        })),
      ...startup.impacts.map(({ day }) => ({
        kind: 'impact-national' as const,
        day,
        label: 'Impact national',
      })),
    ].sort((a, b) => (a.day < b.day ? -1 : 1)),
  };
}

/** The marks of one curve: those of the startup and the breaks of its own definition. */
const marksOf = (axis: readonly CurveMark[], metric: MetricView): CurveMark[] => [
  ...axis,
  ...metric.breaks.map(({ since, name }) => ({
    kind: 'rupture' as const,
    day: since,
    label: `définition changée, « ${name} »`,
  })),
];

/** A startup's impact as this reader may see it. */
export async function impactPage(context: SiteContext, startup: StartupFacts) {
  const { prisma } = context.database;
  const today = context.clock.today();
  const view = viewOf(context, startup);
  const metrics = await metricsOf(prisma, startup.id, { inside: view.inside, today });
  const budgets = await budgetsOf(prisma, [startup.id], { inside: view.budget });
  const costs = costsOverTime(metrics, budgets, today);
  const views = metrics.map((metric) => metricView(metric, today));
  const due = firstFiguresDue(startup.phases);
  const axis = timeAxis(startup, today);
  const asked = view.committees ? await conditionsOf(prisma, [startup.id]) : [];
  axis.marks.push(
    ...asked.map(({ due: on, text }) => ({
      kind: 'condition' as const,
      day: on,
      label: `Condition : ${text}`,
    })),
  );
  return {
    views: views.map((one) => ({ ...one, marks: shownMarks(axis.marks, one) })),
    phases: axis.phases,
    costs,
    hasBudget: budgets.length > 0,
    tiles: tilesOf(metrics, costs, today, view.inside),
    matrix: MATRIX.source,
    due:
      view.inside && due !== null && metrics.every(({ months }) => months.length === 0)
        ? { late: due < today, text: formatDay(due) }
        : null,
    collectedAt: latest(metrics.map(({ collectedAt }) => collectedAt)),
    edits: view.edits,
  };
}
export type ImpactPage = Awaited<ReturnType<typeof impactPage>>;

/** The marks of a curve from its first month on, each with its day in words. */
export const shownMarks = (axis: readonly CurveMark[], metric: MetricView) =>
  marksOf(axis, metric)
    .filter(({ day }) => metric.months[0] !== undefined && day >= metric.months[0].month)
    .map((mark) => ({ ...mark, dayText: formatDay(mark.day) }));

const latest = (instants: ReadonlyArray<Date | null>): string | null => {
  const known = instants.filter((instant) => instant !== null).sort((a, b) => b.getTime() - a.getTime());
  return known[0] ? formatInstant(known[0]) : null;
};
