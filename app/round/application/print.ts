import type { Block } from '~/platform/print/blocks.server';
import type { ApplicationContents } from './contents';

const heading = (level: 1 | 2 | 3, text: string): Block => ({ kind: 'heading', level, text });
const paragraph = (text: string, empty = ''): Block => ({ kind: 'paragraph', text: text || empty });

/** A file as blocks, for the PDF: the same order and the same words as on the page. */
export function applicationBlocks(contents: ApplicationContents, callTitle: string): Block[] {
  const { known } = contents;
  return [
    heading(1, known.title),
    paragraph(`${callTitle}. ${known.status}. ${known.mission}`),
    {
      kind: 'list',
      ordered: false,
      items: [
        `Demande\u00a0: ${contents.amount}`,
        `Cofinancement\u00a0: ${contents.cofunding || 'non dit'}`,
        `Sponsor\u00a0: ${contents.sponsor}`,
        ...contents.targets.map(({ label, words }) => `Cible\u00a0: ${label}, ${words}`),
      ],
    },
    ...contents.pillars.flatMap(({ pillar, text }) => [
      heading(2, pillar),
      paragraph(text, 'L’équipe n’a rien écrit.'),
    ]),
    heading(2, 'Ce que Jalons sait'),
    ...(known.metrics.length === 0
      ? [paragraph('Aucun chiffre n’est connu.')]
      : [
          {
            kind: 'table' as const,
            head: ['Mesure', 'Dernier chiffre', 'Sur un an'],
            rows: known.metrics.map(({ name, kind, figure, change }) => [
              `${name} (${kind})`,
              figure,
              change,
            ]),
          },
          ...known.metrics
            .filter(({ months }) => months.length >= 3)
            .map(({ name, sentence, months }): Block => ({
              kind: 'curve',
              label: name,
              sentence,
              values: months.map(({ value }) => value),
            })),
        ]),
    {
      kind: 'list',
      ordered: false,
      items: [
        `Standards\u00a0: ${known.standards}`,
        `Budget\u00a0: ${known.budget}`,
        `Équipe\u00a0: ${known.team}`,
        ...contents.awards.map(({ label, words }) => `${label}\u00a0: ${words}`),
        ...contents.links.map(({ label, href }) => `${label}\u00a0: ${href}`),
      ],
    },
  ];
}
