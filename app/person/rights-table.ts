import { addDays, type Day } from '~/platform/day';
import { ACTIONS, can, NETWORK, type Action, type Actor, NOTHING_SHARED } from './rights';
import { ROLE_CODES, ROLES, type Role } from './roles';

/** What each action is called for people. */
const LABELS: Readonly<Record<Action, string>> = {
  'startup.voir-interieur': 'Lire la vue intérieure d’une startup',
  'startup.voir-equipe': 'Lire l’équipe d’une startup',
  'startup.voir-budget': 'Lire le budget non publié d’une startup',
  'startup.voir-comite': 'Lire les comités d’une startup, leurs décisions et leurs conditions',
  'startup.tenir-comite': 'Planifier et tenir un comité, suivre ses conditions',
  'startup.accompagner': 'Tenir le carnet d’accompagnement : jours, liste de la phase, notes, alertes',
  'startup.decider': 'Clore un comité, noter un comité passé, corriger un relevé',
  'startup.modifier': 'Modifier et publier la page d’une startup',
  'startup.tenir-budget': 'Tenir le budget d’une startup, le publier',
  'startup.nommer-coach': 'Donner, prolonger ou retirer une mission de coaching',
  'startup.gerer-equipe': 'Inviter, prolonger, mettre fin à une mission dans une startup',
  'startup.administrer': 'Changer l’adresse d’une startup, l’archiver',
  'incubateur.voir-interieur': 'Lire la vue intérieure d’un incubateur',
  'incubateur.voir-equipe': 'Lire l’équipe d’un incubateur',
  'incubateur.creer-startup': 'Créer une startup',
  'incubateur.modifier': 'Modifier la page d’un incubateur',
  'incubateur.gerer-personnes': 'Gérer les personnes d’un incubateur',
  'incubateur.partager': 'Choisir ce que l’incubateur partage, emporter son archive',
  'organisation.voir-comites': 'Lire les décisions et les conditions des startups que l’on porte',
  'appel.tenir':
    'Préparer un appel, instruire ses candidatures, annoncer ses résultats (aussi : présidence et secrétariat de son jury)',
  'appel.lire': 'Lire les candidatures d’un appel (aussi : tout siège à son jury)',
  'appel.juger': 'Noter les candidatures d’un appel (seuls : présidence et membres de son jury)',
  'reseau.modifier': 'Tenir les listes et les pages d’aide du réseau',
  'reseau.donner-roles': 'Donner les rôles du réseau',
  'administration.voir': 'Imports, courriels, travaux, connexions, conservation',
};
export const ACTION_LABELS: ReadonlyArray<[Action, string]> = ACTIONS.map((action) => [
  action,
  LABELS[action],
]);

const STARTUP = { id: 's', incubatorIds: ['i'] };
const TODAY = '2026-01-15' as Day;

/** A person with one current role, on the one startup or in the one incubator that the table is about. */
export function bearerOf(
  role: Role,
  options: { ended?: number; shares?: boolean; repairs?: boolean } = {},
): Actor {
  const place = ROLES[role].place;
  return {
    kind: 'person',
    personId: 'p',
    delegateId: null,
    missions: [
      {
        role,
        startupId: place === 'startup' ? STARTUP.id : null,
        incubatorId: place === 'incubator' ? 'i' : null,
        organisationId: place === 'organisation' ? 'o' : null,
        from: null,
        withdrawn: false,
        until: options.ended === undefined ? null : addDays(TODAY, -options.ended),
      },
    ],
    repairs: options.repairs ? ['i'] : [],
    shared: options.shares
      ? { interieur: ['i'], equipes: ['i'], budgets: ['i'], comites: ['i'] }
      : NOTHING_SHARED,
    // A seat is given call by call: the table tells of roles.
    seats: [],
  };
}

/** Whether an actor may do an action on the table's own startup, incubator or network. */
export function answersInTable(actor: Actor, action: Action): boolean {
  const thing = action.startsWith('startup.')
    ? STARTUP
    : action.startsWith('incubateur.')
      ? { id: 'i' }
      : action.startsWith('organisation.')
        ? { id: 'o' }
        : NETWORK;
  return can(actor, action, thing as never, TODAY).allowed;
}

/** Who may do an action, in words; asked of the rules themselves. */
export function holdersOf(action: Action): string[] {
  return ROLE_CODES.flatMap((role) => {
    const label = ROLES[role].label.toLowerCase();
    if (answersInTable(bearerOf(role), action)) return [label];
    if (answersInTable(bearerOf(role, { shares: true }), action))
      return [`${label} (si l’incubateur le partage)`];
    if (answersInTable(bearerOf(role, { repairs: true }), action))
      return [`${label} (pour réparer, quelques heures)`];
    return [];
  });
}
