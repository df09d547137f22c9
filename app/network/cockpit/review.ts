import type { Block } from '~/platform/print/blocks.server';
import type { IncubatorCockpit } from './incubator.server';

const list = (items: string[], none: string): Block =>
  items.length === 0 ? { kind: 'paragraph', text: none } : { kind: 'list', ordered: false, items };

/** An incubator's portfolio as its lead shows it to whoever directs the administration: two or three printed pages. */
export const reviewBlocks = (page: IncubatorCockpit): Block[] => [
  { kind: 'heading', level: 1, text: `${page.title}, revue du portefeuille` },
  { kind: 'paragraph', text: `Au ${page.todayText}.` },
  {
    kind: 'table',
    head: ['', 'Nombre', 'Règle'],
    rows: page.figures.map(({ label, value, rule }) => [label, String(value), rule]),
  },
  { kind: 'heading', level: 2, text: 'Par étape' },
  ...page.board.flatMap(({ label, count, startups }): Block[] => [
    { kind: 'heading', level: 3, text: `${label} (${count})` },
    list(
      startups.map(({ title, status }) => `${title} : ${status}`),
      'Aucune.',
    ),
  ]),
  { kind: 'heading', level: 2, text: 'Comités à tenir' },
  list(
    page.due.map(({ title, dueText, because, planned }) =>
      planned
        ? `${title}, avant le ${dueText} : ${because} Prévu le ${planned}.`
        : `${title}, avant le ${dueText} : ${because}`,
    ),
    'Aucun dans les 45 jours.',
  ),
  { kind: 'heading', level: 2, text: 'Conditions dont la date est passée' },
  list(
    page.late.map(({ title, text, due }) => `${title}, pour le ${due} : ${text}`),
    'Aucune.',
  ),
  { kind: 'heading', level: 2, text: 'Passages de relais prévus' },
  list(
    page.exits.map(({ title, host, target }) => `${title}, ${target}, accueil : ${host}`),
    'Aucun plan n’est ouvert.',
  ),
  { kind: 'heading', level: 2, text: 'Coûts connus' },
  list(
    page.costs.map(({ title, label, formula }) => `${title}, ${label} : ${formula}`),
    'Aucun coût ne se calcule encore : il faut un budget et une mesure.',
  ),
  { kind: 'heading', level: 2, text: 'Moyens et standards' },
  { kind: 'paragraph', text: page.staffing },
  { kind: 'paragraph', text: page.standards ?? 'Aucune startup n’a encore répondu aux standards ici.' },
];
