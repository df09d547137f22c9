import { z } from 'zod';
import {
  amountField,
  dayField,
  line,
  monthsField,
  optionalCode,
  optionalDayField,
  prose,
  readFigure,
} from '~/platform/form-fields';
import { isId } from '~/platform/identifier';
import type { Day } from '~/platform/day';
import type { Cents } from '~/platform/money';
import { PHASE_CODES, type PhaseCode } from '~/startup/rules';
import { choosesPhase, OUTCOME_CODES, type Outcome } from './outcomes';
import { FUNDING_CODES, SETTLED_STATES, type Funding } from './vocabulary';

const PROVISIONAL_MONTHS = 2;

const fields = {
  issue: z.enum(OUTCOME_CODES as [Outcome, ...Outcome[]], { error: 'Choisissez ce que le comité a décidé.' }),
  phase: optionalCode(PHASE_CODES, 'Cette phase n’existe pas.'),
  debut: optionalDayField('Début de la phase'),
  argent: optionalCode(FUNDING_CODES, 'Dites ce que le comité a décidé de l’argent.'),
  montant: amountField('Montant'),
  mois: monthsField,
  preuves: prose('Preuves demandées', { max: 2000 }).default(''),
  objectifs: prose('Objectifs à six mois', { max: 1000 }).default(''),
  raisons: prose('Raisons', { max: 5000 }).default(''),
  prochain: optionalDayField('Prochain comité'),
};

/** What a committee decided of one startup. */
export interface Decision {
  outcome: Outcome;
  phase: PhaseCode | null;
  phaseStart: Day | null;
  funding: Funding | null;
  amount: Cents | null;
  months: number | null;
  evidenceRequired: string | null;
  objectives: string;
  reasons: string;
  nextOn: Day | null;
}

type Read = z.infer<ReturnType<typeof z.object<typeof fields>>>;

const asDecision = (form: Read): Decision => ({
  outcome: form.issue,
  phase: choosesPhase(form.issue) ? form.phase : null,
  phaseStart: form.debut,
  // Money that is written is money that was granted, where nobody says otherwise.
  funding: form.argent ?? (form.montant !== null || form.mois !== null ? 'accorde' : null),
  amount: form.montant,
  months: form.mois,
  evidenceRequired: form.preuves === '' ? null : form.preuves,
  objectives: form.objectifs,
  reasons: form.raisons,
  nextOn: form.prochain,
});

/** A provisional budget lasts one or two months and says which evidence it waits for (handbook, sponsors). */
function checkMoney(form: Read, context: z.RefinementCtx): void {
  const say = (field: string, message: string) =>
    context.addIssue({ code: 'custom', path: [field], message });
  if (form.argent === 'provisoire') {
    if (form.preuves === '') say('preuves', 'Un budget provisoire dit quelles preuves il attend.');
    if (form.mois === null || form.mois > PROVISIONAL_MONTHS)
      say('mois', 'Un budget provisoire dure un ou deux mois.');
  }
  if (form.argent === 'refuse' && (form.montant !== null || form.mois !== null))
    say('argent', 'L’argent est refusé : laissez le montant et les mois vides.');
  if (form.argent !== 'refuse' && form.montant !== null && form.mois === null)
    say('mois', 'Dites pour combien de mois cet argent est accordé.');
}

export const decisionSchema = z.object(fields).superRefine(checkMoney).transform(asDecision);

export const postponeSchema = z.object({
  raison: line('Raison du report', { max: 500 }),
  report: dayField('Nouvelle date'),
});

/** One condition: what, by whom, by when; a metric and its value when it can be measured. */
export const conditionSchema = z.object({
  condition: line('Condition', { max: 500 }),
  qui: line('Qui s’en charge', { max: 200 }),
  echeance: dayField('Échéance'),
});
export type ConditionInput = z.infer<typeof conditionSchema>;

/** The metric that would show a condition met, and the value that it must reach; null when there is none. */
export const measureSchema = z
  .object({
    mesure: z.string().default(''),
    vise: z.string().default(''),
  })
  .transform(({ mesure, vise }, context): { id: string; value: number } | null => {
    if (mesure === '' && vise.trim() === '') return null;
    const value = readFigure(vise);
    if (mesure === '' || !isId(mesure))
      context.addIssue({
        code: 'custom',
        path: ['mesure'],
        message: 'Choisissez la mesure que cette valeur vise.',
      });
    else if (value === null)
      context.addIssue({
        code: 'custom',
        path: ['vise'],
        message: 'Donnez la valeur visée, par exemple 5 000.',
      });
    else return { id: mesure, value };
    return z.NEVER;
  });

/** What shows that a condition is met. */
export const evidenceSchema = z.object({
  lien: line('Lien', { max: 1000, required: false })
    .default('')
    .refine((text) => text === '' || /^https?:\/\/[^\s]+$/.test(text), {
      error: 'Lien : une adresse qui commence par https:// est attendue.',
    }),
  preuve: line('Preuve', { max: 500, required: false }).default(''),
});

/** How a condition ended, or that it is open again. */
export const settlingSchema = z.object({
  etat: z.enum([...SETTLED_STATES, 'ouverte'], { error: 'Choisissez un état.' }),
  raison: line('Raison', { max: 500, required: false }).default(''),
});

/**
 * A committee that was held elsewhere, in one short form: the date and the decision suffice.
 * @returns the decision, and the conditions that are written.
 */
/** Conditions that the short form has room for; the fields of the first have no number. */
export const PAST_CONDITIONS = ['', '-2', '-3', '-4'] as const;

const conditionFields = Object.fromEntries(
  PAST_CONDITIONS.flatMap((suffix) => [
    [`condition${suffix}`, line('Condition', { max: 500, required: false }).default('')],
    [`qui${suffix}`, line('Qui s’en charge', { max: 200, required: false }).default('')],
    [`echeance${suffix}`, optionalDayField('Échéance')],
  ]),
) as Record<`${'condition' | 'qui'}${string}`, z.ZodDefault<ReturnType<typeof line>>> &
  Record<`echeance${string}`, ReturnType<typeof optionalDayField>>;

/** The conditions of the form that are written, each with who and when. */
const conditionsIn = (form: Readonly<Record<string, unknown>>) =>
  PAST_CONDITIONS.map((suffix) => ({
    suffix,
    condition: String(form[`condition${suffix}`] ?? ''),
    qui: String(form[`qui${suffix}`] ?? ''),
    echeance: (form[`echeance${suffix}`] ?? null) as Day | null,
  })).filter(({ condition }) => condition !== '');

export const pastSchema = z
  .object({
    ...fields,
    date: dayField('Date du comité'),
    ...conditionFields,
  })
  .superRefine((form, context) => {
    checkMoney(form, context);
    for (const { suffix, qui, echeance } of conditionsIn(form)) {
      const missing = (field: string, message: string) =>
        context.addIssue({ code: 'custom', path: [`${field}${suffix}`], message });
      if (qui === '') missing('qui', 'Dites qui se charge de la condition.');
      if (echeance === null) missing('echeance', 'Dites pour quand est la condition.');
    }
  })
  .transform((form) => ({
    heldOn: form.date,
    decision: asDecision(form),
    conditions: conditionsIn(form).map(({ suffix, condition, qui, echeance }) => ({
      suffix,
      condition,
      qui,
      echeance: echeance!,
    })),
  }));
export type PastInput = z.infer<typeof pastSchema>;
