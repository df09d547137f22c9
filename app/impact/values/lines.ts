import { readFigure } from '~/platform/form-fields';
import type { Day } from '~/platform/day';
import { headed, isBlank } from '~/platform/files/blank-rows';
import { folded } from '~/platform/folding';
import type { Periodicity } from '../vocabulary';
import { periodOf, readPeriodDay } from './periods';

export interface NamedMetric {
  id: string;
  name: string;
  periodicity: Periodicity;
}

/** More values than this are several tables. */
export const MOST_VALUES = 100_000;
const OLDEST = '1900-01-01' as Day;

/** One value of a table, or why it cannot be one. */
export type TableLine =
  { line: number; metricId: string; start: Day; end: Day; value: number } | { line: number; mistake: string };

export interface TableReading {
  lines: TableLine[];
  /** Why the table as a whole cannot be read; then there are no lines. */
  problem: string | null;
}

const DATE_WORDS = ['date', 'jour', 'periode', 'mois', 'semaine', 'annee', 'trimestre'];
const isWord = (words: readonly string[], cell: string): boolean => words.includes(folded(cell.trim()));
const nothing = (problem: string): TableReading => ({ lines: [], problem });

/**
 * Reads the rows of a spreadsheet as values. Three shapes are understood: « mesure, date, valeur »; a column of dates
 * with one column for each metric, named in the first row; and, for one metric, dates and values without a head.
 */
export function readTable(
  rows: readonly string[][],
  metrics: readonly NamedMetric[],
  today: Day,
): TableReading {
  const table = headed(rows);
  if (!table) return nothing('Ce tableau est vide.');
  const { head, body: lines, firstLine } = table;
  if (metrics.length === 0) return nothing('Créez d’abord une mesure : les valeurs iront vers elle.');
  const byName = new Map(metrics.map((metric) => [folded(metric.name), metric]));
  const named = head.map((cell) => byName.get(folded(cell.trim())) ?? null);
  const nameAt = head.findIndex((cell) => isWord(['mesure', 'metrique', 'indicateur'], cell));
  const dateAt = head.findIndex((cell) => isWord(DATE_WORDS, cell));
  const valueAt = head.findIndex((cell) => isWord(['valeur', 'value'], cell));

  if (nameAt >= 0 && dateAt >= 0 && valueAt >= 0) {
    return read(lines, firstLine, (row) => {
      const metric = byName.get(folded((row[nameAt] ?? '').trim()));
      return [metric ?? `« ${row[nameAt] ?? ''} » n’est le nom d’aucune mesure`, row[dateAt], row[valueAt]];
    });
  }
  const columns = named.flatMap((metric, index) => (metric ? [{ metric, index }] : []));
  if (columns.length * rows.length > MOST_VALUES)
    return nothing(
      `${MOST_VALUES.toLocaleString('fr-FR')} valeurs au plus : coupez ce tableau en plusieurs.`,
    );
  if (columns.length > 0) {
    const at = dateAt >= 0 ? dateAt : 0;
    return {
      problem: null,
      lines: columns.flatMap(
        ({ metric, index }) =>
          read(lines, firstLine, (row) =>
            (row[index] ?? '').trim() === '' ? null : [metric, row[at], row[index]],
          ).lines,
      ),
    };
  }
  const only = metrics.length === 1 ? metrics[0]! : null;
  if (only && head.length >= 2) {
    const hasHead = readPeriodDay(head[0]!) === null;
    return read(hasHead ? lines : [head, ...lines], hasHead ? firstLine : firstLine - 1, (row) => [
      only,
      row[0],
      row[1],
    ]);
  }
  return nothing(
    'La première ligne doit nommer les colonnes : « mesure », « date », « valeur » ; ou « date » puis le nom de chaque mesure.',
  );

  function read(
    body: readonly string[][],
    first: number,
    pick: (
      row: string[],
    ) => [metric: NamedMetric | string, date: string | undefined, value: string | undefined] | null,
  ): TableReading {
    const found: TableLine[] = [];
    body.forEach((row, index) => {
      if (isBlank(row)) return;
      const picked = pick(row);
      if (picked) found.push(lineOf(first + index, ...picked, today));
    });
    return { lines: found, problem: null };
  }
}

function lineOf(
  line: number,
  metric: NamedMetric | string,
  dateText: string | undefined,
  valueText: string | undefined,
  today: Day,
): TableLine {
  if (typeof metric === 'string') return { line, mistake: metric };
  const date = readPeriodDay(dateText ?? '');
  if (date === null)
    return { line, mistake: `date illisible : « ${(dateText ?? '').slice(0, 40)} », par exemple 2026-03` };
  if (date < OLDEST) return { line, mistake: 'date trop ancienne' };
  const value = readFigure(valueText ?? '');
  if (value === null) return { line, mistake: `nombre illisible : « ${(valueText ?? '').slice(0, 40)} »` };
  const { start, end } = periodOf(metric.periodicity, date);
  if (start > today) return { line, mistake: 'cette période n’a pas commencé' };
  return { line, metricId: metric.id, start, end, value };
}
