import type { Action } from '~/person/rights';

/** Who may ask: anyone, anyone signed in, a program that bears a token, or those whom an action's scope allows. */
export type Access = 'public' | 'signed-in' | 'token' | Action;

/** The declared rule of each route: who reads it, and who may send it something (null: nobody, it has no form). */
export interface RouteAccess {
  read: Access | readonly Access[];
  write: Access | readonly Access[] | null;
}

const page = (read: Access): RouteAccess => ({ read, write: null });
const form = (access: RouteAccess['read'], write: RouteAccess['read'] = access): RouteAccess => ({
  read: access,
  write,
});

/** Every route with its rule. A test walks all of them as everyone and fails when one is missing or answers otherwise. */
export const ROUTE_ACCESS: Readonly<Record<string, RouteAccess>> = {
  '': page('public'),
  startups: page('public'),
  'startups.csv': page('public'),
  'startups/:id': form('public', 'signed-in'),
  'startups/:id/signaler': form('public'),
  'startups/:id/interieur': form('startup.voir-interieur', 'startup.modifier'),
  'startups/:id/apercu.png': page('public'),
  'startups/:id/impact': page('public'),
  'startups/:id/impact/modifier': form('startup.modifier'),
  'startups/:id/impact/valeurs': form('startup.modifier'),
  'startups/:id/impact/mesures/:mesure': form('startup.modifier'),
  'startups/:id/impact/series/:mesure': page('public'),
  'startups/:id/budget': page('public'),
  'startups/:id/budget/modifier': form('startup.modifier'),
  'startups/:id/budget/:grille': page('startup.voir-budget'),
  'startups/:id/standards': form('public', 'startup.modifier'),
  'startups/:id/modifier': form('startup.modifier'),
  'startups/:id/modifier/image': form('startup.modifier'),
  'startups/:id/modifier/apercu': page('startup.modifier'),
  'startups/:id/modifier/publier': form('startup.modifier'),
  'startups/:id/modifier/:partie': form('startup.modifier'),
  'startups/:id/proposition': form('startup.modifier'),
  'startups/:id/historique': form('public', 'startup.modifier'),
  'startups/:id/equipe': form('startup.voir-equipe', 'startup.gerer-equipe'),
  'startups/:id/reglages': form('startup.administrer'),
  incubateurs: page('public'),
  'incubateurs/:id': form('public', 'signed-in'),
  'incubateurs/:id/interieur': page('incubateur.voir-interieur'),
  'incubateurs/:id/impact': page('incubateur.voir-interieur'),
  'incubateurs/:id/modifier': form('incubateur.modifier'),
  // Whoever gives the network's roles names an incubator's first lead.
  'incubateurs/:id/equipe': form(
    ['incubateur.voir-equipe', 'reseau.donner-roles'],
    ['incubateur.gerer-personnes', 'reseau.donner-roles'],
  ),
  'incubateurs/:id/nouvelle-startup': form('incubateur.creer-startup'),
  'incubateurs/:id/archive.zip': page('incubateur.partager'),
  organisations: page('public'),
  'organisations/:id': page('public'),
  phases: page('public'),
  fast: page('public'),
  'fast/:edition': page('public'),
  connexion: form('public'),
  'connexion/code': form('public'),
  'connexion/lien/:jeton': form('public'),
  'connexion/retour': page('public'),
  'connexion/acces': form('public'),
  deconnexion: form('public'),
  session: form('public'),
  reprendre: form('signed-in'),
  'liens/:jeton': form('public'),
  espace: form('signed-in'),
  'espace/compte': form('signed-in'),
  'espace/compte/donnees.json': page('signed-in'),
  'images/:fichier': page('public'),
  reseau: page('reseau.modifier'),
  'reseau/attentes': form('reseau.modifier'),
  'reseau/roles': form('reseau.donner-roles'),
  'reseau/listes/:liste': form('reseau.modifier'),
  'reseau/:collection': form('reseau.modifier'),
  'reseau/:collection/:id': form('reseau.modifier'),
  administration: page('administration.voir'),
  'administration/imports': form('administration.voir'),
  'administration/contenu.zip': page('administration.voir'),
  'administration/courriels': form('administration.voir'),
  'administration/connexions': page('administration.voir'),
  'administration/personnes': form('administration.voir'),
  'administration/reparations': form('administration.voir'),
  'api/v1/startups/:id/valeurs': form('public', 'token'),
  'api/stats': page('public'),
  statistiques: page('public'),
  'demo/courriels': page('public'),
  aide: page('public'),
  'aide/signaux': page('public'),
  'aide/droits': page('public'),
  'aide/:page': page('public'),
  'aide/phases/:code': page('public'),
  apparence: form('public'),
  'mentions-legales': page('public'),
  accessibilite: page('public'),
  'plan-du-site': page('public'),
  'sitemap.xml': page('public'),
  'robots.txt': page('public'),
  '*': form('public'),
};
