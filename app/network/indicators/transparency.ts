import { ACTIVE_CODES } from '~/startup/rules';
import type { Published } from '../portfolio/choices';
import { publishes } from '../portfolio/portfolio';
import { standingOn } from '../standing';
import { countedStartup, shareOf, type Indicator } from './indicator';

const PUBLISHED: ReadonlyArray<{ what: Published; name: string; rule: string }> = [
  {
    what: 'statistiques',
    name: 'Statistiques publiques',
    rule: 'une adresse de statistiques',
  },
  { what: 'budget', name: 'Budget public', rule: 'une adresse de budget' },
  { what: 'code', name: 'Code ouvert', rule: 'une adresse de code source' },
  { what: 'impact', name: 'Impact public', rule: 'une adresse de mesure d’impact' },
  { what: 'accessibilite', name: 'Accessibilité déclarée', rule: 'un état d’accessibilité' },
];

/** Addresses bear no date: a past year cannot be told from them, and says so. */
export const TRANSPARENCY: readonly Indicator[] = PUBLISHED.map(({ what, name, rule }) => ({
  code: `transparence-${what}`,
  family: 'transparence',
  name,
  rule: `Parmi les startups actives hors investigation, la part de celles dont la page donne ${rule}. Ces adresses ne sont pas datées : une année passée se lit telle qu’elle a été comptée à sa fin.`,
  undated: true,
  unit: 'pourcent',
  period: 'fin',
  source: 'pages des startups',
  measure({ network }, { end, running }) {
    if (!running)
      return {
        value: null,
        counted: [],
        note: 'Ces adresses ne sont pas datées, et rien n’a été gardé de cette année.',
      };
    const phases = standingOn(network, end);
    return shareOf(
      network.startups.flatMap((startup, place) => {
        const phase = phases[place];
        if (!phase || !ACTIVE_CODES.includes(phase.code) || phase.code === 'investigation') return [];
        const kept = publishes(startup, what);
        return [countedStartup(startup, kept ? 'publié' : 'pas publié', kept)];
      }),
    );
  },
}));
