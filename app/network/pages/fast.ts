import { isFast } from '../awards';
import { incubatorPath, startupPath } from '~/platform/addresses';
import { formatAmount, formatMonth, formatNumber, formatTotal } from '~/design/formats';
import { yearOf } from '~/platform/day';
import { cents, total } from '~/platform/money';
import { SHIPPED } from '../indicators/shipped';
import type { Award, Network, Round } from '../facts';
import type { LinkedName } from './startup';

const fastOf = (network: Network): Award[] => network.awards.filter(isFast);

const awardsOf = (network: Network, round: Round): Award[] =>
  fastOf(network).filter((award) => award.edition === round.edition);

function laureateOf(network: Network, award: Award): LinkedName {
  if (award.startupPublicId !== null) {
    const startup = network.startupById.get(award.startupPublicId);
    return {
      name: startup?.title ?? award.startupPublicId,
      to: startup ? startupPath(startup.publicId) : null,
    };
  }
  if (award.incubatorPublicId !== null) {
    const incubator = network.incubatorById.get(award.incubatorPublicId);
    return {
      name: incubator?.title ?? award.incubatorPublicId,
      to: incubator && !incubator.hidden ? incubatorPath(incubator.publicId) : null,
    };
  }
  return { name: award.name ?? '', to: null };
}

/** What is known of a round beside what was announced: where the two differ it is said, never smoothed. */
function reconcile(round: Round, awards: readonly Award[]): string | null {
  const { known, unknownCount } = total(awards.map((award) => award.awarded));
  const parts: string[] = [];
  if (round.announcedLaureates !== null && round.announcedLaureates !== awards.length) {
    parts.push(
      `${formatNumber(round.announcedLaureates)} lauréats annoncés, ${formatNumber(awards.length)} connus ici`,
    );
  }
  if (round.announced !== null && round.announced !== known) {
    const missing = unknownCount > 0 ? `, ${formatNumber(unknownCount)} sans montant` : '';
    parts.push(`${formatAmount(round.announced)} annoncés, ${formatAmount(known)} connus ici${missing}`);
  }
  return parts.length === 0 ? null : `${parts.join(' ; ')}.`;
}

/** What yearly reports published, beside our own count: the difference is explained, never smoothed. */
function publishedIn(year: number): { words: string; why: string } | null {
  const supported = SHIPPED.get(`fast-soutenus/${year}`);
  const amount = SHIPPED.get(`fast-montant/${year}`);
  const words = [
    supported?.published ? `${formatNumber(supported.published)} startups soutenues` : null,
    amount?.published ? formatAmount(cents(amount.published)) : null,
  ].filter((part) => part !== null);
  if (words.length === 0) return null;
  const why = [supported?.explanation, amount?.explanation].filter((text) => text);
  return { words: words.join(', '), why: why.join(' ') };
}

/** Awards by the calendar year of their edition; editions without a date are in no year. */
function yearsOf(network: Network) {
  const dated = network.rounds.filter(({ heldOn }) => heldOn !== null);
  const years = [...new Set(dated.map(({ heldOn }) => yearOf(heldOn!)))].sort((a, b) => b - a);
  return years.map((year) => {
    const rounds = dated.filter(({ heldOn }) => yearOf(heldOn!) === year);
    const awards = rounds.flatMap((round) => awardsOf(network, round));
    return {
      year,
      editions: rounds.map(({ edition }) => edition).sort((a, b) => a - b),
      laureates: awards.length,
      known: formatTotal(total(awards.map(({ awarded }) => awarded))),
      published: publishedIn(year),
    };
  });
}

export function fastPage(network: Network) {
  const all = fastOf(network);
  const rounds = [...network.rounds].sort((a, b) => b.edition - a.edition);
  return {
    rounds: rounds.map((round) => {
      const awards = awardsOf(network, round);
      return {
        edition: round.edition,
        title: round.title,
        when: round.heldOn === null ? null : formatMonth(round.heldOn),
        applications: round.applications,
        laureates: awards.length,
        announcedLaureates: round.announcedLaureates,
        known: formatTotal(total(awards.map((award) => award.awarded))),
        announced: round.announced === null ? null : formatAmount(round.announced),
      };
    }),
    years: yearsOf(network),
    laureateCount: all.length,
    startupCount: new Set(all.flatMap((award) => award.startupPublicId ?? [])).size,
    total: formatTotal(total(all.map((award) => award.awarded))),
  };
}

export function fastEditionPage(network: Network, round: Round) {
  const awards = awardsOf(network, round);
  const editions = network.rounds.map(({ edition }) => edition);
  return {
    edition: round.edition,
    title: round.title,
    when: round.heldOn === null ? null : formatMonth(round.heldOn),
    applications: round.applications,
    announced: round.announced === null ? null : formatAmount(round.announced),
    known: formatTotal(total(awards.map((award) => award.awarded))),
    source: round.source,
    difference: reconcile(round, awards),
    awards: awards
      .map((award) => {
        const others =
          award.startupPublicId === null
            ? []
            : fastOf(network).filter(
                (other) => other.startupPublicId === award.startupPublicId && other.edition !== award.edition,
              );
        return {
          laureate: laureateOf(network, award),
          isIncubator: award.incubatorPublicId !== null,
          amount: award.awarded === null ? 'non publié' : formatAmount(award.awarded),
          sources: award.sources.join(', puis '),
          others: others.map(({ edition }) => edition),
        };
      })
      .sort((a, b) => a.laureate.name.localeCompare(b.laureate.name, 'fr')),
    previous: editions.includes(round.edition - 1) ? round.edition - 1 : null,
    next: editions.includes(round.edition + 1) ? round.edition + 1 : null,
  };
}
