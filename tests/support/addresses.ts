import type { Network } from '~/network/facts';

/** Every public page of the product, by kind: one of each that has many. */
export const PAGES = [
  '/',
  '/startups',
  '/startups?vue=cartes&situation=toutes',
  '/startups?vue=vies&etape=acceleration',
  '/startups?au=2021-12-31&situation=toutes',
  '/startups?q=introuvable-vraiment',
  '/startups/a-just',
  '/startups/fictif-potagers-partages',
  '/startups/a-just/signaler',
  '/startups/fictif-potagers-partages/impact',
  '/startups/a-just/impact',
  '/startups/fictif-potagers-partages/budget',
  '/startups/fictif-potagers-partages/standards',
  '/incubateurs',
  '/incubateurs/justice',
  '/organisations',
  '/organisations/mj',
  '/phases',
  '/fast',
  '/fast/15',
  '/aide',
  '/aide/chiffres',
  '/aide/statistiques',
  '/aide/comites',
  '/aide/cycle-de-vie',
  '/statistiques',
  '/impact-national',
  '/mentions-legales',
  '/accessibilite',
  '/plan-du-site',
] as const;

/** All addresses of what the network holds. */
export const everyAddress = (network: Network): string[] => [
  ...network.startups.map(({ publicId }) => `/startups/${encodeURIComponent(publicId)}`),
  ...network.incubators
    .filter(({ hidden }) => !hidden)
    .map(({ publicId }) => `/incubateurs/${encodeURIComponent(publicId)}`),
  ...network.organisations.map(({ publicId }) => `/organisations/${encodeURIComponent(publicId)}`),
  ...network.rounds.map(({ edition }) => `/fast/${edition}`),
];
