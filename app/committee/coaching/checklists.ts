import type { PhaseCode } from '~/startup/rules';

interface Check {
  code: string;
  label: string;
}
const checks = (phase: PhaseCode, labels: readonly string[]): Check[] =>
  labels.map((label, index) => ({ code: `${phase}.${index + 1}`, label }));

/** What a coach goes through at each phase, kept a startup: codes never change their meaning, new ones come last. */
export const CHECKLISTS: Partial<Record<PhaseCode, readonly Check[]>> = {
  investigation: checks('investigation', [
    'La fiche d’engagement est signée',
    'La personne qui porte le projet a deux jours par semaine',
    'Le sponsor est rencontré et sait ce qu’on attend de lui',
    'La fiche problème est publiée à trois semaines',
    'Des personnes concernées sont rencontrées là où elles sont',
    'Le point de mi-parcours est tenu',
    'La répétition du comité est faite',
    'Le comité de fin d’investigation a une date',
  ]),
  construction: checks('construction', [
    'La lettre de mission est signée',
    'La page dit un objectif d’impact à six mois',
    'Une première version est en ligne avant trois mois',
    'Une première personne s’en sert avant la fin du deuxième mois',
    'Une mesure phare est choisie avec l’équipe',
    'L’équipe fait une rétrospective régulière',
    'Le code est ouvert',
    'Le prochain comité a une date',
  ]),
  acceleration: checks('acceleration', [
    'Le marché qu’on peut atteindre est connu',
    'Des cibles à six et dix-huit mois sont fixées avec le sponsor',
    'L’équipe est organisée pour grandir',
    'Les statistiques sont publiques et automatiques',
    'L’accessibilité est auditée',
    'La sécurité est homologuée',
    'Le coût par usage est suivi',
    'La suite après l’incubation est évoquée avec le sponsor',
  ]),
  consolidation: checks('consolidation', [
    'Le plan de passage de relais est ouvert',
    'La carte des parties prenantes est faite',
    'Plusieurs organisations sont comparées',
    'La ligne budgétaire est demandée',
    'Une solution de repli est écrite',
    'Les compétences à garder sont nommées',
    'Le comité de sortie a une date',
  ]),
};

export const isCheck = (code: string): boolean =>
  Object.values(CHECKLISTS).some((list) => list.some((check) => check.code === code));
