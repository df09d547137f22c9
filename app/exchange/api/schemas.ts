import { z } from 'zod';
import { KIND_CODES } from '~/committee/vocabulary';
import { CONCEPTS, DIRECTIONS, FAMILIES, GATHERINGS, METRIC_KINDS } from '~/impact/vocabulary';
import { DOMAINS } from '~/impact/standards/catalogue';
import { PHASE_CODES } from '~/startup/rules';

/** A day of the calendar, as text. */
const day = z.iso.date();
const program = z.string().describe('Programme qui a financé : fast, ou un autre');
const reference = z.object({ id: z.string(), nom: z.string() });

export const startupSchema = z
  .object({
    id: z.string().describe('Identifiant public, celui de l’adresse de la page'),
    nom: z.string(),
    mission: z.string(),
    adresse: z.url().describe('Page publique dans Jalons'),
    phase: z.enum(PHASE_CODES).nullable().describe('Phase en cours au jour demandé ; null avant la première'),
    phase_depuis: day.nullable(),
    phases: z.array(
      z.object({
        code: z.enum(PHASE_CODES),
        debut: day,
        origine: z
          .enum(['historique', 'declared', 'confirmed'])
          .describe('historique : reprise ; declared : dite par l’équipe ; confirmed : par un comité'),
      }),
    ),
    incubateurs: z.array(reference),
    organisations: z.array(reference),
    themes: z.array(z.string()),
    publics: z.array(z.string()),
    lien: z.string().nullable(),
    code_source: z.string().nullable(),
    statistiques: z.string().nullable(),
    impact: z.string().nullable(),
    budget: z.string().nullable(),
    accessibilite: z.string().nullable(),
    financements: z.array(
      z.object({
        programme: program,
        edition: z.int(),
        accorde_centimes: z.int().nullable().describe('Montant en centimes d’euro ; null : non publié'),
      }),
    ),
    labels_impact_national: z.array(z.int()).describe('Années de label'),
  })
  .meta({ id: 'Startup', description: 'Une startup, telle que tout le monde la lit' });
export type StartupItem = z.infer<typeof startupSchema>;

export const incubatorSchema = z
  .object({
    id: z.string(),
    nom: z.string(),
    adresse: z.url(),
    site: z.string().nullable(),
    etat: z.enum(['in_creation', 'active', 'operator', 'closed']),
    startups: z.int().describe('Startups dont il est un incubateur, tous états confondus'),
  })
  .meta({ id: 'Incubateur' });
export const organisationSchema = z
  .object({
    id: z.string(),
    nom: z.string(),
    sigle: z.string().nullable(),
    domaine_ministeriel: z.string().nullable(),
    nature: z.string().nullable(),
  })
  .meta({ id: 'Organisation' });
export const awardSchema = z
  .object({
    programme: program,
    edition: z.int(),
    annonce_le: day.nullable(),
    startup: z.string().nullable(),
    incubateur: z.string().nullable(),
    accorde_centimes: z.int().nullable(),
    verse_centimes: z.int().nullable(),
  })
  .meta({ id: 'Financement' });
export const indicatorSchema = z
  .object({
    code: z.string(),
    nom: z.string(),
    regle: z.string(),
    annee: z.int(),
    unite: z.enum(['nombre', 'euros', 'pourcent']).describe('euros : la valeur est en centimes'),
    valeur: z.number().nullable(),
    compte: z.int().describe('Combien de choses sont comptées'),
    note: z.string().nullable(),
    source: z.string(),
  })
  .meta({ id: 'Indicateur' });

const amounts = (what: string) =>
  z
    .object({
      total: z.int().nullable(),
      agents_publics: z.int().nullable(),
      prestations: z.int().nullable(),
      hebergement: z.int().nullable(),
      autres: z.int().nullable(),
    })
    .describe(`${what}, en centimes d’euro ; null : non dit`);
export const budgetSchema = z
  .object({
    debut: day,
    fin: day,
    taxes: z.enum(['ttc', 'ht']),
    part_publique: z.number().nullable().describe('En pourcent'),
    prevu: amounts('Ce qui est prévu'),
    depense: amounts('Ce qui est dépensé'),
  })
  .meta({ id: 'Budget', description: 'Une période de budget, telle que l’équipe l’a publiée' });
export const metricSchema = z
  .object({
    id: z.uuid(),
    nom: z.string(),
    unite: z.string(),
    definition: z.string(),
    phare: z.boolean().describe('La métrique phare de la startup'),
    notion: z.enum(CONCEPTS).nullable().describe('Sa place dans la matrice d’impact'),
    famille: z.enum(FAMILIES),
    nature: z.enum(METRIC_KINDS).describe('Ce que dit le chiffre : jamais un usage pour un impact'),
    sens: z.enum(DIRECTIONS),
    cumul: z.enum(GATHERINGS).describe('Comment les valeurs d’un mois font son chiffre'),
    source: z.string().nullable(),
    mois: z.array(z.object({ mois: day.describe('Premier jour du mois'), valeur: z.number() })),
    cibles: z.array(z.object({ pour: day, valeur: z.number() })),
    definitions_changees: z.array(day).describe('Jours depuis lesquels la mesure compte autrement'),
  })
  .meta({ id: 'Mesure' });
export const standardsSchema = z
  .object({
    domaine: z.enum(DOMAINS),
    criteres: z.int().describe('Critères du domaine dans le catalogue en cours'),
    repondus: z.int(),
    avancement: z.int().describe('Part des critères qui ont une réponse, en pourcent'),
    conformite: z
      .int()
      .nullable()
      .describe('Part de oui parmi les oui et les non, en pourcent ; null sans aucun'),
  })
  .meta({ id: 'Standards', description: 'Où en est une startup d’un domaine des standards de qualité' });
export const callSchema = z
  .object({
    id: z.uuid(),
    programme: z.string(),
    titre: z.string(),
    adresse: z.url().describe('Page publique de l’appel'),
    ouvre: z.iso.datetime(),
    clot: z.iso.datetime(),
    resultats_publies: z.iso.datetime().nullable(),
    enveloppe_centimes: z.int().nullable().describe('null : l’appel offre des places'),
    places: z.int().nullable(),
    plafond_centimes: z.int().nullable(),
    cofinancement_pourcent: z.number(),
  })
  .meta({ id: 'Appel', description: 'Un appel à candidatures ; les instants sont en UTC' });
export const eventSchema = z
  .object({ startup: z.string(), jour: day, nature: z.string(), commentaire: z.string().nullable() })
  .meta({ id: 'Evenement' });

export const problemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string().optional(),
    erreurs: z.array(z.string()).optional(),
  })
  .meta({ id: 'Probleme', description: 'Un refus, selon la RFC 9457' });

/** All there is of one startup: few enough for one answer. */
export const ofStartupSchema = <Item extends z.ZodType>(item: Item) =>
  z.object({ startup: z.string(), donnees: z.array(item) });

/** One page of a list, with how to go on. */
export const pageSchema = <Item extends z.ZodType>(item: Item) =>
  z.object({
    total: z.int(),
    page: z.int(),
    pages: z.int(),
    suivante: z.string().nullable().describe('Adresse de la page d’après ; null à la dernière'),
    au: day.describe('Le jour dont l’état est donné'),
    donnees: z.array(item),
  });

export const pageNumber = z.coerce
  .number({ error: 'doit être un nombre entier entre 1 et 10 000' })
  .int({ error: 'doit être un nombre entier entre 1 et 10 000' })
  .min(1, { error: 'doit être un nombre entier entre 1 et 10 000' })
  .max(10_000, { error: 'doit être un nombre entier entre 1 et 10 000' })
  .default(1);

const MOST_VALUES = 10_000;
/** What programs send. */
export const valuesSentSchema = z
  .object({
    valeurs: z
      .array(
        z.object({
          mesure: z.string().max(200),
          date: z
            .string()
            .max(40)
            .describe('Jour, mois, trimestre ou année : 2026-03-01, 2026-03, 2026-T1, 2026'),
          valeur: z.union([z.number(), z.string().max(40)]).transform(String),
        }),
      )
      .min(1)
      .max(MOST_VALUES),
  })
  .meta({ id: 'Valeurs' });
export const fieldsSentSchema = z
  .object({
    champs: z
      .record(z.string(), z.union([z.string(), z.boolean(), z.null(), z.array(z.string().max(500)).max(200)]))
      .refine((fields) => Object.keys(fields).length > 0, { error: 'Un champ au moins.' })
      .describe('Par clé de la fiche ; null vide le champ, un champ absent ne change pas'),
  })
  .meta({ id: 'Champs' });
export const committeeSentSchema = z
  .object({
    nature: z.enum(KIND_CODES as [string, ...string[]]),
    date: day,
    heure: z.string().describe('Heure de Paris, par exemple 14:30'),
    lieu: z.string().optional(),
    visio: z.string().optional(),
  })
  .meta({ id: 'DateDeComite' });

/** What programs are answered. */
export const valuesKeptSchema = z.object({ recues: z.int(), changees: z.int() });
export const ficheWrittenSchema = z.object({
  fiche: z.string().describe('Empreinte de la fiche, à redire dans If-Match'),
});
export const committeePlannedSchema = z.object({ id: z.uuid(), adresse: z.url() });
