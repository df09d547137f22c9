import { formatDay, formatMonth } from '~/design/formats';
import { addMonths, monthsBetween } from '~/platform/calendar';
import type { Day } from '~/platform/day';
import type { Metric } from './reads.server';
import { firstOfMonth } from './values/periods';
import { QUALITY_LABELS, TARGET_ORIGIN_LABELS, type Periodicity, type Quality } from './vocabulary';

const NBSP = '\u00a0';

/** « 1 240 dossiers », « 84 % », « 0,9 € » */
export function formatMeasure(value: number, unit: string): string {
  const digits = Math.abs(value) < 10 ? 2 : Math.abs(value) < 1000 ? 1 : 0;
  return `${value.toLocaleString('fr-FR', { maximumFractionDigits: digits })}${NBSP}${unit}`;
}

type Series = Pick<Metric, 'months' | 'breaks'>;

/** Which definition a month's figure is of: how many breaks began by then. */
export const definitionAt = (breaks: Metric['breaks'], month: Day): number =>
  breaks.filter(({ since }) => firstOfMonth(since) <= month).length;

/** The last months of one same definition: what stands before a break is another measure. */
export const sinceLastBreak = ({ months, breaks }: Series): Metric['months'] => {
  const last = months.at(-1);
  if (!last) return [];
  const now = definitionAt(breaks, last.month);
  return months.filter(({ month }) => definitionAt(breaks, month) === now);
};

/** The change over one year up to the last figure, in percent; null without both figures under one definition. */
export function yearChange(series: Series): number | null {
  const months = sinceLastBreak(series);
  const last = months.at(-1);
  const before = last && months.find(({ month }) => month === addMonths(last.month, -12));
  return !last || !before || before.value === 0
    ? null
    : Math.round((100 * (last.value - before.value)) / Math.abs(before.value));
}

/** The unit of a month's figure, by the definition of then. */
export const unitAt = ({ first, breaks }: Pick<Metric, 'first' | 'breaks'>, month: Day): string =>
  breaks.filter(({ since }) => firstOfMonth(since) <= month).at(-1)?.unit ?? first.unit;

/** « en hausse de 12 % sur un an » */
export const changeWords = (change: number | null): string =>
  change === null
    ? 'sans comparaison sur un an'
    : change === 0
      ? 'stable sur un an'
      : `en ${change > 0 ? 'hausse' : 'baisse'} de ${Math.abs(change).toLocaleString('fr-FR')}${NBSP}% sur un an`;

/** One sentence that says what the curve shows. */
export function metricSentence(metric: Metric, today: Day): string {
  const { name, unit, months, targets } = metric;
  const last = months.at(-1);
  if (!last) return `${name} : aucune valeur encore.`;
  const target = targets.find(({ due }) => due >= today) ?? targets.at(-1);
  return (
    `${name} : ${formatMeasure(last.value, unitAt(metric, last.month))} en ${formatMonth(last.month)}, ${changeWords(yearChange(metric))}.` +
    (target
      ? ` Cible : ${formatMeasure(target.value, unit)} au ${formatDay(target.due)}${pastWords(metric, target, today)}.`
      : '')
  );
}

/** Whether a target whose day is over was reached, by the figure known on that day. */
function pastWords(
  { months, direction }: Pick<Metric, 'months' | 'direction'>,
  { due, value }: { due: Day; value: number },
  today: Day,
): string {
  if (due >= today) return '';
  const then = months.filter(({ month }) => month <= due).at(-1);
  if (!then) return ', échéance passée, sans chiffre à cette date';
  const reached = direction === 'hausse' ? then.value >= value : then.value <= value;
  return `, échéance passée, ${reached ? 'atteinte' : 'non atteinte'}`;
}

export interface MetricView {
  id: string;
  name: string;
  unit: string;
  kind: Metric['kind'];
  definition: string;
  northStar: boolean;
  public: boolean;
  sentence: string;
  /** The last figure as it is read; null while there is none. */
  figure: string | null;
  when: string | null;
  change: string;
  /** Whether there is a figure of a year before to compare with. */
  hasChange: boolean;
  quality: string | null;
  source: string | null;
  /** How old the figure is, and what keeps it from being newer. */
  age: string | null;
  months: Metric['months'];
  /** What the month that is not over adds up to so far, in words. */
  underWay: string | null;
  /** What is better, when it is not more. */
  better: string | null;
  breaks: Metric['breaks'];
  first: Metric['first'];
  targets: Array<{ due: Day; value: number; words: string }>;
}

/** From this many periods without a value on, a metric is late. */
export const LATE_PERIODS = 2;

const PERIOD_MONTHS: Readonly<Record<Periodicity, number>> = {
  day: 0,
  week: 0,
  month: 1,
  quarter: 3,
  year: 12,
};

/** Whole periods since the last figure, beyond the one that is not over. */
export function periodsLate(metric: Pick<Metric, 'months' | 'periodicity' | 'underWay'>, today: Day): number {
  const last = metric.underWay ?? metric.months.at(-1);
  if (!last) return Number.POSITIVE_INFINITY;
  const months = Math.max(0, monthsBetween(last.month, today) - 1);
  // Days and weeks are kept by month: a whole month without any is more than two of them.
  if (PERIOD_MONTHS[metric.periodicity] < 1) return months >= 1 ? LATE_PERIODS : 0;
  return Math.floor(months / PERIOD_MONTHS[metric.periodicity]);
}

/** Whether the last three figures are worse than the three before them. */
export function isFalling({ direction, ...series }: Series & Pick<Metric, 'direction'>): boolean {
  const months = sinceLastBreak(series);
  if (months.length < 6) return false;
  const mean = (part: Metric['months']) => part.reduce((sum, { value }) => sum + value, 0) / part.length;
  const [before, now] = [mean(months.slice(-6, -3)), mean(months.slice(-3))];
  return direction === 'hausse' ? now < before * 0.95 : now > before * 1.05;
}

export function metricView(metric: Metric, today: Day): MetricView {
  const last = metric.months.at(-1);
  const change = yearChange(metric);
  const months = last ? monthsBetween(last.month, today) : 0;
  return {
    id: metric.id,
    name: metric.name,
    unit: metric.unit,
    kind: metric.kind,
    definition: metric.definition,
    northStar: metric.northStar,
    public: metric.public,
    sentence: metricSentence(metric, today),
    figure: last ? formatMeasure(last.value, unitAt(metric, last.month)) : null,
    when: last ? formatMonth(last.month) : null,
    change: changeWords(change),
    hasChange: change !== null,
    quality: metric.quality === null ? null : QUALITY_LABELS[metric.quality as Quality],
    source: metric.source,
    age:
      metric.collectError !== null && !last
        ? `La collecte a échoué : ${metric.collectError}.`
        : metric.collectError !== null
          ? `La dernière collecte a échoué : ${metric.collectError}.${months > 0 ? ` Chiffre d’il y a ${months}${NBSP}mois.` : ''}`
          : periodsLate(metric, today) >= LATE_PERIODS && last
            ? `Rien de plus récent depuis ${months}${NBSP}mois.`
            : null,
    months: metric.months,
    underWay: metric.underWay
      ? `${formatMeasure(metric.underWay.value, unitAt(metric, metric.underWay.month))} déjà en ${formatMonth(metric.underWay.month)}, un mois qui n’est pas fini`
      : null,
    better: metric.direction === 'baisse' ? 'plus c’est bas, mieux c’est' : null,
    breaks: metric.breaks,
    first: metric.first,
    targets: metric.targets.map((target) => ({
      due: target.due,
      value: target.value,
      words: `${formatMeasure(target.value, metric.unit)} au ${formatDay(target.due)}, ${TARGET_ORIGIN_LABELS[target.origin]}${pastWords(metric, target, today)}`,
    })),
  };
}

/** Why a startup's figures need a look, the most pressing first; nothing when they do not. */
export interface Attention {
  code: 'manque' | 'retard' | 'recul';
  words: string;
}

export function attentionOf(metrics: readonly Metric[], missing: readonly string[], today: Day): Attention[] {
  const late = metrics.filter(
    (metric) => metric.months.length > 0 && periodsLate(metric, today) >= LATE_PERIODS,
  );
  const falling = metrics.filter(isFalling);
  return [
    ...late.map(({ name }) => ({ code: 'retard' as const, words: `${name} : deux périodes sans valeur` })),
    ...falling.map(({ name }) => ({ code: 'recul' as const, words: `${name} recule` })),
    ...(missing.length > 0
      ? [{ code: 'manque' as const, words: `manque : ${missing.join(', ').toLowerCase()}` }]
      : []),
  ];
}

/** « d’usage », « de retombée »: a figure never stands without its kind, so that use is not taken for impact. */
export const kindWords = (kind: string): string => (/^[aeiou]/.test(kind) ? `d’${kind}` : `de ${kind}`);
