import { formatDay } from '~/design/formats';
import type { Day } from '~/platform/day';
import { blocksOf, type Block } from '~/platform/print/blocks.server';
import type { IndicatorFamily } from '../indicators/table';
import type { Family } from '../indicators/indicator';

export interface PrintedReport {
  year: number;
  opening: string;
  comments: Partial<Record<Family, string>>;
  families: readonly IndicatorFamily[];
  closedOn: Day | null;
  corrections: ReadonlyArray<{ text: string; on: Day }>;
}

/** A yearly report as blocks: every figure with its rule, and what was published beside it. */
export const reportBlocks = (report: PrintedReport): Block[] => [
  { kind: 'heading', level: 1, text: `Bilan ${report.year} du réseau` },
  {
    kind: 'paragraph',
    text:
      report.closedOn === null
        ? 'Ce bilan n’est pas clos : ses chiffres sont ceux d’aujourd’hui.'
        : `Chiffres arrêtés le ${formatDay(report.closedOn)}.`,
  },
  ...blocksOf(report.opening),
  ...report.families.flatMap(({ family, label, lines }): Block[] => [
    { kind: 'heading', level: 2, text: label },
    ...blocksOf(report.comments[family] ?? ''),
    {
      kind: 'table',
      head: ['Indicateur', 'Calculé ici', 'Cible', 'Publié'],
      rows: lines.map((line) => [
        line.name,
        line.note === null ? line.shown : `${line.shown} (${line.note})`,
        line.target ?? '–',
        line.published ? `${line.published.shown}, ${line.published.source}` : '–',
      ]),
    },
  ]),
  ...(report.corrections.length === 0
    ? []
    : ([
        { kind: 'heading', level: 2, text: 'Corrections depuis la clôture' },
        {
          kind: 'list',
          ordered: false,
          items: report.corrections.map(({ text, on }) => `${formatDay(on)} : ${text}`),
        },
      ] as Block[])),
  { kind: 'heading', level: 2, text: 'Les règles' },
  {
    kind: 'list',
    ordered: false,
    items: report.families.flatMap(({ lines }) => lines.map(({ name, rule }) => `${name} : ${rule}`)),
  },
];
