import type { Section } from '~/platform/document/fields';
import { LIFECYCLE, PHASE_CODES } from '../rules';
import { EVENT_KINDS, EVENT_LABELS } from '../events';
import { ACCESSIBILITY_STATUSES } from './fiche';

/** The four parts of a fiche, offered to whoever begins one. */
export const FICHE_PLAN = `## Le problème

Qui le rencontre, combien de personnes, et ce qu’il leur coûte.

## La solution

Ce que le service fait, et ce qu’il ne fait pas.

## Le déploiement

Par qui les personnes concernées apprennent que le service existe.

## Les résultats

Ce qui a changé, en chiffres datés, et ce qui vient ensuite.
`;

/** Every field of a startup's fiche, in the short sections in which people fill it. */
export const STARTUP_SECTIONS: readonly Section[] = [
  {
    code: 'presentation',
    title: 'Présentation',
    about: 'Le nom, la mission en une phrase et le texte de la page.',
    fields: [
      { kind: 'line', key: 'title', label: 'Nom', max: 120, required: true },
      {
        kind: 'paragraph',
        key: 'mission',
        label: 'Mission',
        hint: 'Une phrase : pour qui, et ce qui change pour ces personnes.',
        max: 500,
        required: true,
      },
      {
        kind: 'line',
        input: 'email',
        key: 'contact',
        label: 'Adresse pour écrire à l’équipe',
        hint: 'Une adresse de l’équipe plutôt que d’une personne.',
        max: 200,
        keptEmpty: true,
      },
      {
        kind: 'markdown',
        key: 'corps',
        label: 'Texte de la page',
        hint: 'Quatre parties : le problème, la solution, le déploiement, les résultats.',
        max: 100_000,
      },
      {
        kind: 'choice',
        key: 'robots',
        label: 'Moteurs de recherche',
        hint: 'Sans choix, la page peut y être trouvée. Ici, elle reste dans les listes.',
        choices: [{ value: 'noindex', label: 'Ne pas y montrer la page' }],
      },
    ],
  },
  {
    code: 'liens',
    title: 'Liens et transparence',
    about: 'Où se trouve le service, et ce que vous publiez de lui.',
    fields: [
      { kind: 'address', key: 'link', label: 'Adresse du service', keptEmpty: true },
      { kind: 'address', key: 'repository', label: 'Code source' },
      {
        kind: 'yes-no',
        key: 'stats',
        label: 'Une page de statistiques est publique',
        hint: 'Sans autre adresse, elle est cherchée à /stats.',
      },
      { kind: 'address', key: 'stats_url', label: 'Adresse de la page de statistiques' },
      { kind: 'address', key: 'impact_url', label: 'Page d’impact' },
      { kind: 'address', key: 'budget_url', label: 'Page de budget' },
      { kind: 'address', key: 'dashlord_url', label: 'Rapport DashLord' },
    ],
  },
  {
    code: 'publics',
    title: 'Publics et thèmes',
    about: 'À qui le service s’adresse et de quoi il traite : c’est par là qu’on le trouve.',
    fields: [
      { kind: 'list', key: 'usertypes', label: 'Publics', of: 'audience' },
      { kind: 'list', key: 'thematiques', label: 'Thèmes', of: 'theme' },
      { kind: 'list', key: 'techno', label: 'Technologies', of: 'technology', open: true },
    ],
  },
  {
    code: 'porteurs',
    title: 'Incubateurs et sponsors',
    about: 'Qui accompagne la startup, et quelles administrations la portent.',
    fields: [
      {
        kind: 'list',
        key: 'incubators',
        singleKey: 'incubator',
        label: 'Incubateurs',
        hint: 'Plusieurs incubateurs sont à égalité. Seule l’équipe de l’un d’eux change cette liste.',
        of: 'incubator',
        required: true,
      },
      {
        kind: 'list',
        key: 'sponsors',
        label: 'Administrations porteuses',
        of: 'organisation',
        prefix: '/organisations/',
      },
    ],
  },
  {
    code: 'phases',
    title: 'Phases',
    about: 'Chaque phase avec son début. La phase en cours est la dernière commencée.',
    fields: [
      {
        kind: 'rows',
        key: 'phases',
        label: 'Phases',
        one: 'une phase',
        columns: [
          {
            key: 'name',
            label: 'Phase',
            kind: 'choice',
            required: true,
            choices: PHASE_CODES.map((value) => ({ value, label: LIFECYCLE[value].label })),
          },
          { key: 'start', label: 'Début', kind: 'day', required: true },
          { key: 'end', label: 'Fin', kind: 'day' },
        ],
      },
    ],
  },
  {
    code: 'evenements',
    title: 'Événements',
    about: 'Ce qui s’est passé et que le public peut savoir : lancement, comités, financements.',
    fields: [
      {
        kind: 'rows',
        key: 'events',
        label: 'Événements',
        one: 'un événement',
        columns: [
          {
            key: 'name',
            label: 'Nature',
            kind: 'choice',
            required: true,
            choices: EVENT_KINDS.map((value) => ({ value, label: EVENT_LABELS[value] })),
          },
          { key: 'date', label: 'Date', kind: 'day', required: true },
          { key: 'comment', label: 'En une phrase', kind: 'line' },
        ],
      },
      {
        kind: 'rows',
        key: 'fast',
        single: true,
        label: 'Financement FAST',
        hint: 'Une fiche n’en garde qu’un, le dernier : les financements décidés ici se montrent d’eux-mêmes.',
        one: 'le financement',
        columns: [
          { key: 'promotion', label: 'Promotion', kind: 'number', required: true },
          { key: 'montant', label: 'Montant accordé, en euros', kind: 'number' },
        ],
      },
    ],
  },
  {
    code: 'conformite',
    title: 'Conformité',
    about: 'L’état réel, même incomplet : dire « non conforme » vaut mieux que ne rien dire.',
    fields: [
      {
        kind: 'choice',
        key: 'accessibility_status',
        label: 'Accessibilité',
        choices: ACCESSIBILITY_STATUSES.map((value) => ({ value, label: value })),
      },
      {
        kind: 'yes-no',
        key: 'mon_service_securise',
        label: 'La sécurité est suivie dans MonServiceSécurisé',
      },
      { kind: 'yes-no', key: 'analyse_risques', label: 'Une analyse de risques est faite' },
      { kind: 'address', key: 'analyse_risques_url', label: 'Adresse de l’analyse de risques' },
    ],
  },
];
