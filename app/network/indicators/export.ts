import type { Rows } from '~/platform/print/sheets.server';
import type { IndicatorFamily } from './table';

/** The table of indicators as rows: what is shown on the page, its rules included. */
export const indicatorRows = (families: readonly IndicatorFamily[], year: number, demo: boolean): Rows => [
  [
    'annee',
    'code',
    'indicateur',
    'regle',
    'valeur',
    'note',
    'compte',
    'cible',
    'publie',
    'source_publiee',
    'ecart',
    'explication',
    ...(demo ? ['avertissement'] : []),
  ],
  ...families.flatMap(({ lines }) =>
    lines.map((line) => [
      year,
      line.code,
      line.name,
      line.rule,
      line.shown,
      line.note ?? '',
      line.count,
      line.target ?? '',
      line.published?.shown ?? '',
      line.published?.source ?? '',
      line.published?.difference ?? '',
      line.published?.explanation ?? '',
      ...(demo ? ['Démonstration, données fictives'] : []),
    ]),
  ),
];
