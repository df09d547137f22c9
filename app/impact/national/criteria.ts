import { prose } from '~/platform/form-fields';
import { z } from 'zod';

/** The three criteria of a service of national impact (handbook, yearly reports 2023 to 2025). */
export const CRITERIA = [
  {
    field: 'deploiement',
    label: 'Utile, et déployé sur tout le territoire',
    hint: 'Où le service est ouvert, depuis quand, et ce que les personnes en disent.',
  },
  {
    field: 'seuil',
    label: 'Un impact important pour la population visée',
    hint: 'Le chiffre, sa part de la population visée, et l’adresse où chacun peut le lire.',
  },
  {
    field: 'standards',
    label: 'Des standards de qualité toujours tenus',
    hint: 'Qui répond aux personnes, qui améliore le service, ce qui est mis en commun.',
  },
] as const;

const answer = (label: string) => prose(label, { max: 2000 });

/** A file may be kept unfinished; deposited, it answers the three criteria. */
export const candidateSchema = z
  .object({
    deploiement: answer(CRITERIA[0].label),
    seuil: answer(CRITERIA[1].label),
    standards: answer(CRITERIA[2].label),
    preuve: z
      .string()
      .trim()
      .max(2000, { error: 'Adresse de la preuve : 2 000 caractères au plus.' })
      .refine((text) => text === '' || (/^https?:\/\/[^\s\0]+$/.test(text) && text.isWellFormed()), {
        error:
          'Adresse de la preuve : donnez une adresse entière, par exemple https://exemple.beta.gouv.fr/stats.',
      })
      .default(''),
    depose: z.boolean(),
  })
  .superRefine((file, context) => {
    if (!file.depose) return;
    for (const { field, label } of CRITERIA) {
      if (file[field] === '')
        context.addIssue({ code: 'custom', path: [field], message: `${label} : dites-le avant de déposer.` });
    }
  });
export type CandidateInput = z.infer<typeof candidateSchema>;
