import { formatDay } from '~/design/formats';
import type { Block } from '~/platform/print/blocks.server';
import type { FileContents } from './contents';

const text = (words: string, empty: string): Block => ({
  kind: 'paragraph',
  text: words === '' ? empty : words,
});
const heading = (level: 1 | 2 | 3, words: string): Block => ({ kind: 'heading', level, text: words });

/** Fewer points make no curve; more curves would not stay within four pages. */
const FEWEST_POINTS = 3;
const MOST_CURVES = 6;

/** The file as blocks, for the PDF: the same order and the same words as on the page. */
export function fileBlocks(contents: FileContents, heldOn: string): Block[] {
  const { ask, last } = contents;
  return [
    heading(1, contents.title),
    text(`Dossier du comité du ${heldOn}. ${contents.status}. ${contents.mission}`, ''),
    heading(2, 'La demande'),
    {
      kind: 'list',
      ordered: false,
      items: [
        `Enveloppe\u00a0: ${ask.money || 'non chiffrée'}`,
        `Équipe\u00a0: ${ask.team || 'non précisée'}`,
        ...contents.criteria.map(
          ({ text: what, target, due }) =>
            `Réussite\u00a0: ${what}, ${target}${due === '' ? '' : ` le ${due}`}`,
        ),
      ],
    },
    heading(2, 'Ce qu’il coûte'),
    ...(contents.costs.length === 0
      ? [text('', 'Les chiffres connus ne permettent pas encore de le calculer.')]
      : [
          {
            kind: 'table' as const,
            head: ['Coût', 'Valeur', 'Calcul'],
            rows: contents.costs.map(({ label, value, formula }) => [label, value, formula]),
          },
        ]),
    heading(2, 'La dernière fois'),
    ...(last === null
      ? [text('', 'C’est le premier comité que Jalons connaît.')]
      : [
          text(
            `Comité du ${formatDay(last.day)}. ${last.decision}${last.objectives === '' ? '' : `. ${last.objectives}`}`,
            '',
          ),
          ...(last.conditions.length === 0
            ? []
            : [
                {
                  kind: 'table' as const,
                  head: ['Condition', 'Échéance', 'État', 'Preuve'],
                  rows: last.conditions.map((one) => [
                    one.text,
                    formatDay(one.due),
                    one.state,
                    one.evidence || '–',
                  ]),
                },
              ]),
        ]),
    heading(2, 'Le problème'),
    text(contents.problem, 'La page publique ne le dit pas encore.'),
    heading(2, 'Les six derniers mois'),
    text(contents.done, 'L’équipe ne l’a pas encore écrit.'),
    heading(2, 'Ce que le service change'),
    ...(contents.metrics.length === 0
      ? [text('', 'Aucun chiffre n’est encore connu.')]
      : [
          {
            kind: 'table' as const,
            head: ['Mesure', 'Dernier chiffre', 'Sur un an', 'Visé'],
            rows: contents.metrics.map(({ name, kind, figure, change, targets }) => [
              `${name} (${kind})`,
              figure,
              change,
              targets.map(({ words }) => words).join(' ; ') || '–',
            ]),
          },
          ...contents.metrics
            .filter(({ months }) => months.length >= FEWEST_POINTS)
            .slice(0, MOST_CURVES)
            .map(({ name, sentence, months }): Block => ({
              kind: 'curve',
              label: name,
              sentence,
              values: months.map(({ value }) => value),
            })),
        ]),
    heading(2, 'Les six prochains mois'),
    text(contents.next, 'L’équipe ne l’a pas encore écrit.'),
    ...(ask.hypotheses === '' ? [] : [heading(3, 'Hypothèses à valider'), text(ask.hypotheses, '')]),
    heading(2, 'Les moyens'),
    {
      kind: 'list',
      ordered: false,
      items: [
        `Budget\u00a0: ${contents.budget}`,
        `Équipe\u00a0: ${contents.team}`,
        `Standards de qualité\u00a0: ${contents.standards}`,
      ],
    },
  ];
}
