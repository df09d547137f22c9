import { readFigure } from '~/platform/form-fields';
import { headed, isBlank } from '~/platform/files/blank-rows';
import { folded } from '~/platform/folding';
import { cents, euros, type Cents } from '~/platform/money';
import { sumOf } from './budget';
import type { Amounts } from './budget-words';

/** The network's reference grid: year × AE/CP × 13 activities × 6 resources (handbook, « publier son budget »). */
export const ACTIVITIES = [
  { code: 'donnees', label: 'Données' },
  { code: 'hebergement', label: 'Hébergement hors cloud' },
  { code: 'hebergement-cloud', label: 'Hébergement cloud' },
  { code: 'exploitation', label: 'Exploitation' },
  { code: 'reseau', label: 'Réseau' },
  { code: 'administration', label: 'Administration' },
  { code: 'securite', label: 'Sécurité' },
  { code: 'deploiement', label: 'Déploiement, communication, relations institutionnelles' },
  { code: 'support', label: 'Support' },
  { code: 'developpement', label: 'Développement' },
  { code: 'pilotage', label: 'Pilotage, maîtrise d’ouvrage, coaching, produit' },
  { code: 'design', label: 'Design' },
  { code: 'autre', label: 'Autre activité' },
] as const;
export const RESOURCES = [
  { code: 'personnel', label: 'Personnel' },
  { code: 'prestations', label: 'Prestations externes' },
  { code: 'materiel', label: 'Matériel' },
  { code: 'logiciel', label: 'Logiciel, SaaS, PaaS' },
  { code: 'frais-generaux', label: 'Frais généraux' },
  { code: 'autre', label: 'Autre ressource' },
] as const;
const NATURES = [
  { code: 'prevu', label: 'Prévu' },
  { code: 'realise', label: 'Réalisé' },
] as const;
const CREDITS = ['AE', 'CP'] as const;

export interface GridCell {
  year: number;
  nature: 'prevu' | 'realise';
  credit: 'AE' | 'CP';
  activity: string;
  resource: string;
  amount: Cents;
}
export interface GridYear {
  year: number;
  cells: GridCell[];
}

const HEAD = ['Année', 'Nature', 'AE ou CP', 'Activité', ...RESOURCES.map(({ label }) => label)];

/** The grid as the rows of a spreadsheet: one row for an activity, one column for a resource, amounts in euros. */
export function gridRows(
  cells: readonly GridCell[],
  years: readonly number[],
): Array<Array<string | number>> {
  const rows: Array<Array<string | number>> = [HEAD];
  for (const year of years)
    for (const nature of NATURES)
      for (const credit of CREDITS)
        for (const activity of ACTIVITIES)
          rows.push([
            year,
            nature.label,
            credit,
            activity.label,
            ...RESOURCES.map(({ code }) => {
              const cell = cells.find(
                (one) =>
                  one.year === year &&
                  one.nature === nature.code &&
                  one.credit === credit &&
                  one.activity === activity.code &&
                  one.resource === code,
              );
              return cell ? cell.amount / 100 : '';
            }),
          ]);
  return rows;
}

const named = <T extends { code: string; label: string }>(list: readonly T[], text: string): T | undefined =>
  list.find(({ code, label }) => code === text.trim() || folded(label) === folded(text.trim()));

/** Reads such rows back, the columns by their names in any order. Every mistake says its line. */
export function readGrid(rows: readonly string[][]): { years: GridYear[]; mistakes: string[] } {
  const table = headed(rows);
  const head = (table?.head ?? []).map((cell) => folded(cell.trim()));
  const at = (label: string) => head.indexOf(folded(label));
  const columns = RESOURCES.map((resource) => ({ resource, index: at(resource.label) })).filter(
    ({ index }) => index >= 0,
  );
  if ([at('Année'), at('Nature'), at('AE ou CP'), at('Activité')].includes(-1) || columns.length === 0)
    return { years: [], mistakes: [`La première ligne doit nommer les colonnes : ${HEAD.join(', ')}.`] };
  const years = new Map<number, GridCell[]>();
  const mistakes: string[] = [];
  const seen = new Set<string>();
  table?.body.forEach((row, offset) => {
    if (isBlank(row)) return undefined;
    const line = table.firstLine + offset;
    const cell = (label: string) => row[at(label)] ?? '';
    const year = Number(cell('Année').trim());
    const nature = named(NATURES, cell('Nature'));
    const credit = CREDITS.find((code) => code === cell('AE ou CP').trim().toUpperCase());
    const activity = named(ACTIVITIES, cell('Activité'));
    if (!Number.isInteger(year) || year < 2010 || year > 2100)
      return mistakes.push(`Ligne ${line} : année « ${cell('Année')} ».`);
    if (!nature) return mistakes.push(`Ligne ${line} : nature « ${cell('Nature')} », prévu ou réalisé.`);
    if (!credit) return mistakes.push(`Ligne ${line} : « ${cell('AE ou CP')} », AE ou CP.`);
    if (!activity) return mistakes.push(`Ligne ${line} : activité « ${cell('Activité')} ».`);
    for (const { resource, index } of columns) {
      const text = row[index] ?? '';
      if (text.trim() === '') continue;
      const value = readFigure(text);
      if (value === null || value < 0 || value > 1e9) {
        mistakes.push(`Ligne ${line}, ${resource.label} : montant « ${text.slice(0, 40)} ».`);
        continue;
      }
      const key = [year, nature.code, credit, activity.code, resource.code].join();
      if (seen.has(key)) {
        mistakes.push(`Ligne ${line}, ${resource.label} : cette case est déjà donnée plus haut.`);
        continue;
      }
      seen.add(key);
      const cells = years.get(year) ?? [];
      years.set(year, cells);
      // A zero is said too: it takes the place of what was there.
      cells.push({
        year,
        nature: nature.code,
        credit,
        activity: activity.code,
        resource: resource.code,
        amount: euros(value),
      });
    }
    return undefined;
  });
  return {
    years: [...years].map(([year, cells]) => ({ year, cells })).filter(({ cells }) => cells.length > 0),
    mistakes,
  };
}

/**
 * The short form's amounts of a year of the grid, in payment credits: staff and contractors by their resource,
 * hosting by its two activities for what is neither, the rest elsewhere; each cell counts once.
 */
export function amountsOfCells(cells: readonly GridCell[], nature: GridCell['nature']): Amounts {
  const kept = cells.filter((cell) => cell.nature === nature && cell.credit === 'CP');
  if (kept.length === 0) return { total: null, staff: null, contractors: null, hosting: null, other: null };
  const sum = (holds: (cell: GridCell) => boolean): Cents =>
    cents(kept.filter(holds).reduce((total, { amount }) => total + amount, 0));
  const isStaff = ({ resource }: GridCell) => resource === 'personnel';
  const isBought = ({ resource }: GridCell) => resource === 'prestations';
  const isHosting = (cell: GridCell) =>
    !isStaff(cell) && !isBought(cell) && ['hebergement', 'hebergement-cloud'].includes(cell.activity);
  const parts = {
    staff: sum(isStaff),
    contractors: sum(isBought),
    hosting: sum(isHosting),
    other: sum((cell) => !isStaff(cell) && !isBought(cell) && !isHosting(cell)),
  };
  return { ...parts, total: sumOf(parts) };
}
