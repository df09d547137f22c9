import { countOf, formatAmount, formatDay, formatNumber } from '~/design/formats';
import type { Day } from '~/platform/day';
import { cents } from '~/platform/money';
import type { DepositedFile } from '../application/applications.server';
import type { Call } from '../calls/calls.server';
import { DECISIONS, isLaureate } from '../vocabulary';

/** Who sat, without a name outside: names of jurors are private, roles are not. */
interface Sat {
  jurors: number;
  others: number;
}

/** The minutes of a deliberation in Markdown: what was decided and why, never what one juror gave. */
export function composeMinutes(
  call: Call,
  files: ReadonlyArray<{ application: DepositedFile; rank: number | null; score: number | null }>,
  { jurors, others }: Sat,
  heldOn: Day,
  { marked }: { marked: boolean },
): string {
  const decided = files.map(({ application, rank, score }) => {
    const { decision, awarded, decisionReason } = application;
    const what = decision === null ? 'Non décidé' : DECISIONS[decision].label;
    const money = awarded === null ? '' : `, ${formatAmount(awarded)}`;
    const place = !marked
      ? ''
      : rank === null
        ? ' (non classée)'
        : ` (rang ${rank}, ${formatNumber(Math.round(score! * 100) / 100)})`;
    return [
      `### ${application.title}`,
      '',
      `${what}${money}${place}.`,
      ...(decisionReason === '' ? [] : ['', decisionReason]),
      '',
    ].join('\n');
  });
  const laureates = files.filter(({ application }) => isLaureate(application.decision));
  const given = laureates.reduce((sum, { application }) => sum + (application.awarded ?? 0), 0);
  return [
    `## ${call.title} : relevé de la délibération`,
    '',
    `Réunion du ${formatDay(heldOn)}. Le jury\u00a0: ${countOf(jurors, 'personne', 'personnes')} avec voix, ${others} sans. Le nom de ses membres n’est pas publié.`,
    '',
    `${countOf(files.length, 'candidature examinée', 'candidatures examinées')}, ${countOf(laureates.length, 'retenue', 'retenues')}${given > 0 ? ` pour ${formatAmount(cents(given))}` : ''}.`,
    '',
    marked
      ? 'Le score d’une candidature est la moyenne pondérée, sur les critères, de la moyenne des notes de chaque critère. Il ordonne la discussion ; la décision est motivée.'
      : 'La grille de cet appel ne se note pas : les recommandations du jury ordonnent la discussion ; la décision est motivée.',
    '',
    '## Décisions',
    '',
    ...decided,
  ].join('\n');
}
