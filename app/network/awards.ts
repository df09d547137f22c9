import { callPath } from '~/platform/addresses';
import { formatAmount, formatMonth } from '~/design/formats';
import type { Award } from './facts';

/** The programme whose promotions are numbered since 2019, and that published figures speak of. */
export const FAST = 'fast';
export const isFast = ({ program }: Pick<Award, 'program'>): boolean => program === FAST;

/** The source of an award that the network's files do not tell as a fact, and that its public page told in words. */
export const TOLD_HERE = 'page publique de l’édition, relevée par Jalons';

/** An award as it is named in a list: by its promotion for FAST, by its call elsewhere. */
export const awardName = ({
  program,
  edition,
  title,
}: Pick<Award, 'program' | 'edition' | 'title'>): string =>
  program === FAST ? `FAST, promotion ${edition}` : title;

/** The page that says how it was given. */
export const awardPath = ({ program, edition, callId }: Award): string =>
  program === FAST || callId === null ? `/fast/${edition}` : callPath(callId);

/** What was given; an award of zero euro is one of coaching alone, or a place. */
export function awardAmount({ awarded }: Pick<Award, 'awarded'>): string {
  if (awarded === null) return 'montant non publié';
  return awarded === 0 ? 'accompagnement, sans montant' : formatAmount(awarded);
}

/** What is known of an award besides its amount. */
export function awardRule(award: Award): string {
  const { awarded, heldOn, paid } = award;
  const when = heldOn === null ? '' : `, ${formatMonth(heldOn)}`;
  const given = awarded ? 'montant accordé' : awardAmount(award);
  const left = awarded === 0 ? '' : ` ; versé : ${paid === null ? 'non publié' : formatAmount(paid)}`;
  return `${given}${when}${left}.`;
}

/** FAST first, by promotion; then the other programmes. */
export const byProgramAndEdition = (a: Award, b: Award): number =>
  Number(isFast(b)) - Number(isFast(a)) || a.program.localeCompare(b.program, 'fr') || a.edition - b.edition;
