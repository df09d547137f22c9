import { z } from 'zod';
import { parseDay, type Day } from '~/platform/day';
import { amountField, line, optionalProse, readFigure } from '~/platform/form-fields';

export const MOST_TARGETS = 3;

export interface TargetInput {
  label: string;
  value: number;
  /** Where it stands now; null when the team does not say. */
  base: number | null;
  due: Day;
}

/** What a team types, but its answers: those are read by pillar. */
export const applicationSchema = z.object({
  montant: amountField('Montant demandé'),
  apport: amountField('Apport de l’administration'),
  apportNote: optionalProse('Preuve du cofinancement', 1000),
  sponsor: line('Nom du sponsor', { required: false }).default(''),
});
export type ApplicationInput = z.output<typeof applicationSchema>;

/** The targets of a form: a line is empty, whole, or wrong. @returns them, or the mistakes by field. */
export function readTargets(typed: Readonly<Record<string, string>>): {
  targets: TargetInput[];
  mistakes: Record<string, string>;
} {
  const targets: TargetInput[] = [];
  const mistakes: Record<string, string> = {};
  for (let index = 0; index < MOST_TARGETS; index += 1) {
    const read = (name: string) => (typed[`${name}-${index}`] ?? '').trim();
    const [label, value, start, due] = [read('cible'), read('valeur'), read('depart'), read('echeance')];
    if (label === '' && value === '' && start === '' && due === '') continue;
    const figure = readFigure(value);
    const base = start === '' ? null : readFigure(start);
    const on = parseDay(due);
    if (label === '' || label.length > 200)
      mistakes[`cible-${index}`] = 'Dites ce qui est compté, en 200 caractères.';
    if (figure === null || figure <= 0)
      mistakes[`valeur-${index}`] = 'Un nombre est attendu, par exemple 1 200.';
    if (start !== '' && (base === null || base < 0))
      mistakes[`depart-${index}`] = 'Un nombre est attendu, ou rien.';
    if (on === null) mistakes[`echeance-${index}`] = 'Une date est attendue, par exemple 2026-12-31.';
    if (label !== '' && figure !== null && on !== null) targets.push({ label, value: figure, base, due: on });
  }
  return { targets, mistakes };
}
