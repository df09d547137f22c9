import { formatDay, formatMonth } from '~/design/formats';
import { addMonths, monthsBetween } from '~/platform/calendar';
import type { Day } from '~/platform/day';
import type { Metric } from './reads.server';
import { QUALITY_LABELS, TARGET_ORIGIN_LABELS, type Periodicity, type Quality } from './vocabulary';

const NBSP = '\u00a0';

/** « 1 240 dossiers », « 84 % », « 0,9 € » */
export function formatMeasure(value: number, unit: string): string {
  const digits = Math.abs(value) < 10 ? 2 : Math.abs(value) < 1000 ? 1 : 0;
  return `${value.toLocaleString('fr-FR', { maximumFractionDigits: digits })}${NBSP}${unit}`;
}

/** The change over one year up to the last figure, in percent; null without both figures. */
export function yearChange(months: Metric['months']): number | null {
  const last = months.at(-1);
  const before = last && months.find(({ month }) => month === addMonths(last.month, -12));
  return !last || !before || before.value === 0
    ? null
    : Math.round((100 * (last.value - before.value)) / Math.abs(before.value));
}

/** « en hausse de 12 % sur un an » */
export const changeWords = (change: number | null): string =>
  change === null
    ? 'sans comparaison sur un an'
    : change === 0
      ? 'stable sur un an'
      : `en ${change > 0 ? 'hausse' : 'baisse'} de ${Math.abs(change).toLocaleString('fr-FR')}${NBSP}% sur un an`;

/** One sentence that says what the curve shows. */
export function metricSentence({ name, unit, months, targets }: Metric, today: Day): string {
  const last = months.at(-1);
  if (!last) return `${name} : aucune valeur encore.`;
  const target = targets.find(({ due }) => due >= today) ?? targets.at(-1);
  return (
    `${name} : ${formatMeasure(last.value, unit)} en ${formatMonth(last.month)}, ${changeWords(yearChange(months))}.` +
    (target ? ` Cible : ${formatMeasure(target.value, unit)} au ${formatDay(target.due)}.` : '')
  );
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
  quality: string | null;
  source: string | null;
  /** How old the figure is, and what keeps it from being newer. */
  age: string | null;
  months: Metric['months'];
  breaks: Metric['breaks'];
  targets: Array<{ due: Day; value: number; words: string }>;
}

const PERIOD_MONTHS: Readonly<Record<Periodicity, number>> = {
  day: 1,
  week: 1,
  month: 1,
  quarter: 3,
  year: 12,
};

/** Whole periods since the last figure, beyond the one that is not over. */
export function periodsLate(metric: Pick<Metric, 'months' | 'periodicity'>, today: Day): number {
  const last = metric.months.at(-1);
  if (!last) return Number.POSITIVE_INFINITY;
  return Math.max(0, Math.floor((monthsBetween(last.month, today) - 1) / PERIOD_MONTHS[metric.periodicity]));
}

/** Whether the last three figures are worse than the three before them. */
export function isFalling({ months, direction }: Pick<Metric, 'months' | 'direction'>): boolean {
  if (months.length < 6) return false;
  const mean = (part: Metric['months']) => part.reduce((sum, { value }) => sum + value, 0) / part.length;
  const [before, now] = [mean(months.slice(-6, -3)), mean(months.slice(-3))];
  return direction === 'hausse' ? now < before * 0.95 : now > before * 1.05;
}

export function metricView(metric: Metric, today: Day): MetricView {
  const last = metric.months.at(-1);
  const change = yearChange(metric.months);
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
    figure: last ? formatMeasure(last.value, metric.unit) : null,
    when: last ? formatMonth(last.month) : null,
    change: changeWords(change),
    quality: metric.quality === null ? null : QUALITY_LABELS[metric.quality as Quality],
    source: metric.source,
    age:
      metric.collectError !== null && !last
        ? `La collecte a échoué : ${metric.collectError}.`
        : metric.collectError !== null
          ? `La dernière collecte a échoué : ${metric.collectError}. Chiffre d’il y a ${months}${NBSP}mois.`
          : periodsLate(metric, today) >= 2 && last
            ? `Rien de plus récent depuis ${months}${NBSP}mois.`
            : null,
    months: metric.months,
    breaks: metric.breaks,
    targets: metric.targets.map(({ due, value, origin }) => ({
      due,
      value,
      words: `${formatMeasure(value, metric.unit)} au ${formatDay(due)}, ${TARGET_ORIGIN_LABELS[origin]}`,
    })),
  };
}

/** Why a startup's figures need a look, the most pressing first; nothing when they do not. */
export interface Attention {
  code: 'manque' | 'retard' | 'recul';
  words: string;
}

export function attentionOf(metrics: readonly Metric[], missing: readonly string[], today: Day): Attention[] {
  const late = metrics.filter((metric) => metric.months.length > 0 && periodsLate(metric, today) >= 2);
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
export const kindWords = (kind: MetricView['kind']): string =>
  /^[aeiou]/.test(kind) ? `d’${kind}` : `de ${kind}`;
