import { formatDay, formatTime, inSentence } from '~/design/formats';
import { LIFECYCLE } from '~/startup/rules';
import type { Condition } from '../conditions/conditions.server';
import { fundingWords } from '../money';
import { OUTCOMES, phaseAfter } from '../outcomes';
import type { Committee, Item } from '../reads.server';
import { COMMITTEE_KINDS, CONDITION_STATES, MEMBER_ROLES, type MemberRole } from '../vocabulary';
import type { PhaseCode } from '~/startup/rules';

export interface MinutesFacts {
  committee: Committee;
  /** What this committee asks. */
  conditions: readonly Condition[];
  /** What earlier ones asked and that stood when it met. */
  earlier: readonly Condition[];
  notRepresented: readonly MemberRole[];
  /** The phase of each startup when the committee met, by startup. */
  phases: ReadonlyMap<string, PhaseCode | null>;
  /** What was typed during the session, by item. */
  notes: ReadonlyMap<string, string>;
}

const cell = (text: string): string => text.replace(/\s+/g, ' ').replaceAll('|', '\\|').trim();
const table = (head: readonly string[], rows: ReadonlyArray<readonly string[]>): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.map(cell).join(' | ')} |`).join('\n');

/** « Changer de phase : construction, à partir du 3 mars 2026 » */
export function decisionWords(item: Item, from: PhaseCode | null, heldOn: Item['nextOn']): string {
  if (item.outcome === null) return 'rien encore';
  const target = phaseAfter(item.outcome, from, item.phase);
  const start = item.phaseStart ?? heldOn;
  return `${OUTCOMES[item.outcome].label}${
    target === null
      ? ''
      : `\u00a0: ${LIFECYCLE[target].label.toLowerCase()}${start === null ? '' : `, à partir du ${formatDay(start)}`}`
  }`;
}

function itemSection(item: Item, facts: MinutesFacts): string[] {
  const asked = facts.conditions.filter(({ itemId }) => itemId === item.id);
  const earlier = facts.earlier.filter(({ startupId }) => startupId === item.startupId);
  const parts = [`## ${item.title}`];
  const typed = facts.notes.get(item.id)?.trim() ?? '';
  const notes = typed === '' ? [] : ['### Notes de séance', typed];
  if (item.state === 'reporte')
    return [
      ...parts,
      `**Reporté**${item.postponedTo === null ? '' : ` au ${formatDay(item.postponedTo)}`}\u00a0: ${item.postponedReason ?? ''}`,
      ...notes,
    ];
  if (item.state === 'ouvert') return [...parts, ...notes];
  parts.push(
    [
      `- **Décision**\u00a0: ${decisionWords(item, facts.phases.get(item.startupId) ?? null, facts.committee.heldOn)}`,
      `- **Financement**\u00a0: ${fundingWords(item)}`,
      ...(item.evidenceRequired === null
        ? []
        : [`- **Preuves demandées**\u00a0: ${cell(item.evidenceRequired)}`]),
      ...(item.nextOn === null ? [] : [`- **Prochain comité**\u00a0: ${formatDay(item.nextOn)}`]),
    ].join('\n'),
  );
  if (item.objectives !== '') parts.push('### Objectifs à six mois', item.objectives);
  if (item.reasons !== '') parts.push('### Raisons', item.reasons);
  if (asked.length > 0)
    parts.push(
      '### Conditions',
      table(
        ['Condition', 'Qui', 'Échéance'],
        asked.map(({ text, owner, due }) => [text, owner, formatDay(due)]),
      ),
    );
  if (earlier.length > 0)
    parts.push(
      '### Conditions des comités précédents',
      table(
        ['Condition', 'Échéance', 'État'],
        earlier.map(({ text, due, state }) => [text, formatDay(due), CONDITION_STATES[state]]),
      ),
    );
  return [...parts, ...notes];
}

/** The minutes as the program knows them, in Markdown: a text to reread and complete before it is signed. */
export function composeMinutes(facts: MinutesFacts): string {
  const { committee } = facts;
  const present = committee.members.filter((member) => member.present === true);
  const where = [committee.place, committee.visio].filter((part) => part !== null).join(', ');
  return `${[
    `# Relevé de décisions`,
    `${COMMITTEE_KINDS[committee.kind].label} du ${formatDay(committee.heldOn)}${committee.startsAt === null ? '' : `, ${formatTime(committee.startsAt)}`}${where === '' ? '' : `, ${where}`}.`,
    '## Présences',
    ...(present.length > 0
      ? [
          table(
            ['Nom', 'Rôle'],
            present.map(({ name, role }) => [name, MEMBER_ROLES[role]]),
          ),
        ]
      : ['Les présences n’ont pas été notées.']),
    ...(present.length > 0 && facts.notRepresented.length > 0
      ? [
          `Non représentés\u00a0: ${facts.notRepresented.map((role) => inSentence(MEMBER_ROLES[role])).join('\u00a0; ')}.`,
        ]
      : []),
    ...committee.items.flatMap((item) => itemSection(item, facts)),
  ].join('\n\n')}\n`;
}
