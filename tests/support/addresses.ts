import type { Network } from '~/network/facts';

/** Every public page of the product, by kind: one of each that has many. */
export const PAGES = [
  '/',
  '/priorites',
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
  '/ministeres/justice',
  '/phases',
  '/appels',
  '/fast',
  '/panorama',
  '/recherche',
  '/recherche?q=justice',
  '/panorama?au=2021-12-31&de=investigation&vers=construction',
  '/panorama?annee=2024&compte=lancements',
  '/indicateurs',
  '/indicateurs?annee=2023',
  '/indicateurs/arrets-construction?annee=2025',
  '/bilans',
  '/bilans/2024',
  '/api',
  '/fast/15',
  '/aide',
  '/aide/chiffres',
  '/aide/statistiques',
  '/aide/comites',
  '/aide/appels',
  '/aide/cycle-de-vie',
  '/statistiques',
  '/impact-national',
  '/mentions-legales',
  '/accessibilite',
  '/plan-du-site',
] as const;

/** Pages that everybody may open and that no list of ours names: doors, help that is drawn, rooms of one startup. */
export const OTHER_PAGES = [
  '/connexion',
  '/connexion/code',
  '/connexion/acces',
  '/liens/un-jeton',
  '/demo/courriels',
  '/aide/droits',
  '/aide/signaux',
  '/aide/certification',
  '/aide/donnees',
  '/aide/phases/construction',
  '/aide/passage-de-relais',
  '/startups/fictif-potagers-partages/historique',
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
