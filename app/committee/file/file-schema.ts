import { z } from 'zod';
import { amountField, line, monthsField, optionalDayField, prose } from '~/platform/form-fields';
import type { Day } from '~/platform/day';
import { CRITERIA_COUNT, type Criterion } from './criteria';

const criterionFields = Object.fromEntries(
  Array.from({ length: CRITERIA_COUNT }, (_, index) => [
    [`critere.${index}`, line('Critère', { max: 300, required: false }).default('')],
    [`cible.${index}`, line('Valeur visée', { max: 60, required: false }).default('')],
    [`date.${index}`, optionalDayField('Date')],
  ]).flat(),
);

/** What only the team can say to a committee; nothing is compulsory before the committee is held. */
export const fileSchema = z
  .object({
    fait: prose('Les six derniers mois', { max: 3000 }).default(''),
    suite: prose('Les six prochains mois', { max: 3000 }).default(''),
    equipe: prose('Équipe demandée', { max: 1000 }).default(''),
    montant: amountField('Enveloppe'),
    mois: monthsField,
    hypotheses: prose('Hypothèses à valider', { max: 2000 }).default(''),
    ...criterionFields,
  })
  .superRefine((form, context) => {
    const read = form as Record<string, unknown>;
    for (let index = 0; index < CRITERIA_COUNT; index += 1) {
      if (read[`critere.${index}`] === '') continue;
      if (read[`cible.${index}`] === '')
        context.addIssue({
          code: 'custom',
          path: [`cible.${index}`],
          message: 'Donnez le nombre qui dira que c’est réussi.',
        });
      if (read[`date.${index}`] === null)
        context.addIssue({ code: 'custom', path: [`date.${index}`], message: 'Donnez la date visée.' });
    }
  })
  .transform((form) => {
    const read = form as Record<string, unknown>;
    const criteria: Criterion[] = Array.from({ length: CRITERIA_COUNT }, (_, index) => ({
      text: String(read[`critere.${index}`]),
      target: String(read[`cible.${index}`]),
      due: read[`date.${index}`] as Day | null,
    })).filter(({ text }) => text !== '');
    return {
      done: form.fait,
      next: form.suite,
      askTeam: form.equipe,
      askAmount: form.montant,
      askMonths: form.mois,
      hypotheses: form.hypotheses,
      criteria,
    };
  });
export type FileInput = z.infer<typeof fileSchema>;
