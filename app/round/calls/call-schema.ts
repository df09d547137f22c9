import { z } from 'zod';
import {
  amountField,
  instantField,
  line,
  optionalField,
  optionalProse,
  percentField,
} from '~/platform/form-fields';

const countField = (label: string, most: number) =>
  optionalField((text): number | null => {
    const value = Number(text);
    return Number.isInteger(value) && value >= 0 && value <= most ? value : null;
  }, `${label} : un nombre entier est attendu, ${most} au plus.`);

/** A call as its form says it. Amounts in euros, dates to the minute in Paris. */
export const callSchema = z
  .object({
    programme: z.string().default(''),
    edition: countField('Édition', 999),
    titre: line('Titre', { max: 120 }),
    presentation: optionalProse('Présentation', 4000),
    ouverture: instantField('Ouverture'),
    cloture: instantField('Clôture'),
    finNotation: instantField('Fin de la notation'),
    enveloppe: amountField('Enveloppe'),
    places: countField('Places', 200),
    cofinancement: percentField('Cofinancement'),
    plafond: amountField('Plafond'),
    forfait: amountField('Accompagnement'),
    longueur: countField('Longueur', 20_000),
    conservation: countField('Conservation des textes du jury', 120),
    mention: optionalProse('Mention', 400),
  })
  .transform((call, context) => {
    const refuse = (path: string, message: string) => {
      context.addIssue({ code: 'custom', path: [path], message });
      return z.NEVER;
    };
    if (call.edition === null || call.edition === 0)
      return refuse('edition', 'Édition : un nombre est attendu.');
    if (call.ouverture >= call.cloture) return refuse('cloture', 'La clôture vient après l’ouverture.');
    if (call.cloture >= call.finNotation)
      return refuse('finNotation', 'La notation finit après la clôture de l’appel.');
    if (call.enveloppe === null && call.places === null)
      return refuse('enveloppe', 'Dites une enveloppe, ou un nombre de places.');
    return {
      ...call,
      edition: call.edition,
      // An empty field keeps the usual length: four pillars of it make five minutes of reading.
      longueur: call.longueur === null || call.longueur === 0 ? USUAL_LENGTH : call.longueur,
      conservation:
        call.conservation === null || call.conservation === 0 ? USUAL_RETENTION_MONTHS : call.conservation,
    };
  });
export type CallInput = z.output<typeof callSchema>;

/** Signs for the answer under one pillar. */
export const USUAL_LENGTH = 1500;

/** Months after the results during which what jurors wrote is kept. */
export const USUAL_RETENTION_MONTHS = 24;

export const weightField = (text: string | undefined): number | null => {
  const weight = Number(text);
  return Number.isInteger(weight) && weight >= 1 && weight <= 10 ? weight : null;
};
