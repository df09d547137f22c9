/** Why a startup stops, in wordings that blame nobody: the public reads the one that team and incubator agreed on. */
export const CAUSES = {
  'probleme-mineur': 'Le problème touche trop peu de personnes pour justifier un service.',
  'solution-existe': 'Une solution existait déjà ou est apparue : mieux vaut la faire connaître.',
  contraintes: 'Les conditions pour résoudre le problème ne sont pas réunies aujourd’hui.',
  cout: 'L’impact obtenu reste faible au regard de son coût.',
  'autre-voie': 'Le problème est réel et se traite mieux par une autre voie qu’un service numérique.',
  financement: 'Le service est utile et n’a pas trouvé de financement.',
  portage: 'Le service est utile et n’a pas trouvé d’administration pour le porter.',
  equipe: 'L’équipe n’a pas pu être maintenue.',
} as const;
export type Cause = keyof typeof CAUSES;
export const CAUSE_CODES = Object.keys(CAUSES) as Cause[];

export const STOP_PATHS = {
  impact: 'L’impact n’est pas montré : on arrête, et on raconte ce qu’on a appris',
  argent: 'L’argent manque alors que l’impact est réel : on cherche un autre sponsor',
} as const;
export type StopPath = keyof typeof STOP_PATHS;

export const RESCUE_ENDS = {
  reprise: 'Un nouveau sponsor reprend le service',
  dormance: 'Personne ne reprend : le service dort, avec de quoi le relancer',
} as const;
export type RescueEnd = keyof typeof RESCUE_ENDS;

/** The heading under which a post-mortem stands at the end of a page. */
export const POSTMORTEM_HEADING = '## Retour d’expérience';

const folded = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .toLowerCase();

/**
 * Names of people that a text bears: a post-mortem speaks of what was done, never of who. A full name is found, and a
 * family name alone when it is long enough to be no ordinary word.
 */
export function namesIn(text: string, people: readonly string[]): string[] {
  const words = ` ${folded(text).replace(/[^a-z0-9]+/g, ' ')} `;
  return people.filter((name) => {
    const parts = folded(name)
      .split(/[^a-z0-9]+/)
      .filter((part) => part !== '');
    const family = parts.slice(1).filter((part) => part.length > 4);
    return words.includes(` ${parts.join(' ')} `) || family.some((part) => words.includes(` ${part} `));
  });
}
