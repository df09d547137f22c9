import { z } from 'zod';
import { formatDay } from '~/design/formats';
import { line, optionalDayField } from '~/platform/form-fields';
import type { Day } from '~/platform/day';

/** Where a security accreditation (RGS) stands: begun, given for a trial, or given for a time. */
export const ACCREDITATION_STATES = ['demarche', 'provisoire', 'prononcee'] as const;
export type AccreditationState = (typeof ACCREDITATION_STATES)[number];
export const ACCREDITATION_LABELS: Readonly<Record<AccreditationState, string>> = {
  demarche: 'Démarche commencée',
  provisoire: 'Homologation provisoire',
  prononcee: 'Homologation prononcée',
};

export interface Accreditation {
  state: AccreditationState;
  /** Who decided it; empty while nobody has. */
  authority: string;
  decidedOn: Day | null;
  /** Its last day. */
  until: Day | null;
}

/** What a person types; only a decision has an authority and dates. */
export const accreditationSchema = z
  .object({
    etat: z.enum(ACCREDITATION_STATES, { error: 'Choisissez où en est l’homologation.' }),
    autorite: line('Autorité d’homologation', { max: 200, required: false }).default(''),
    le: optionalDayField('Décidée le'),
    fin: optionalDayField('Dernier jour'),
  })
  .refine(({ etat, autorite }) => etat === 'demarche' || autorite !== '', {
    error: 'Dites quelle autorité l’a décidée.',
    path: ['autorite'],
  })
  .refine(({ etat, le }) => etat === 'demarche' || le !== null, {
    error: 'Dites quand elle a été décidée.',
    path: ['le'],
  })
  .refine(({ etat, fin }) => etat === 'demarche' || fin !== null, {
    error: 'Une homologation a une fin : dites laquelle.',
    path: ['fin'],
  })
  .refine(({ le, fin }) => le === null || fin === null || fin > le, {
    error: 'Le dernier jour vient après la décision.',
    path: ['fin'],
  })
  .transform(({ etat, autorite, le, fin }): Accreditation => {
    const decided = etat !== 'demarche';
    return {
      state: etat,
      authority: decided ? autorite : '',
      decidedOn: decided ? le : null,
      until: decided ? fin : null,
    };
  });

/** One sentence for everybody: what was decided, by whom, and whether it still holds. */
export function accreditationSentence(known: Accreditation | null, today: Day): string {
  if (known === null) return 'Rien n’est dit de l’homologation de sécurité.';
  const { state, authority, decidedOn, until } = known;
  if (decidedOn === null || until === null) return `${ACCREDITATION_LABELS[state]}, sans décision encore.`;
  const held = until < today ? `échue depuis le ${formatDay(until)}` : `jusqu’au ${formatDay(until)}`;
  return `${ACCREDITATION_LABELS[state]} le ${formatDay(decidedOn)} par ${authority}, ${held}.`;
}
