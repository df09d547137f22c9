import { z } from 'zod';
import type { TokenScope } from '~/person/programs/scopes';
import {
  awardSchema,
  budgetSchema,
  callSchema,
  committeePlannedSchema,
  committeeSentSchema,
  eventSchema,
  ficheWrittenSchema,
  fieldsSentSchema,
  valuesKeptSchema,
  valuesSentSchema,
  incubatorSchema,
  indicatorSchema,
  metricSchema,
  ofStartupSchema,
  organisationSchema,
  pageSchema,
  problemSchema,
  standardsSchema,
  startupSchema,
} from './schemas';

interface Parameter {
  name: string;
  where: 'query' | 'path';
  what: string;
  schema?: object;
}
export interface Endpoint {
  path: string;
  title: string;
  what: string;
  parameters: readonly Parameter[];
  answer: z.ZodType;
}

const PAGE: Parameter = {
  name: 'page',
  where: 'query',
  what: 'Numéro de la page, à partir de 1',
  schema: { type: 'integer', minimum: 1 },
};
const ON: Parameter = {
  name: 'au',
  where: 'query',
  what: 'L’état du réseau à ce jour passé ; ce qui n’est pas daté est donné comme aujourd’hui',
  schema: { type: 'string', format: 'date' },
};
const text = (name: string, what: string): Parameter => ({
  name,
  where: 'query',
  what,
  schema: { type: 'string' },
});

const ID: Parameter = { name: 'id', where: 'path', what: 'Identifiant public' };

/** Every address of the API that anyone may read: its page and its OpenAPI description are drawn from here. */
export const ENDPOINTS: readonly Endpoint[] = [
  {
    path: '/api/v1/startups',
    title: 'Les startups',
    what: 'Une liste par pages, filtrée comme la liste publique.',
    parameters: [
      text('q', 'Recherche dans le texte des pages'),
      text('situation', 'actives (par défaut), sorties, arrets ou toutes'),
      text('phase', 'Code de phase ; peut être répété'),
      text('incubateur', 'Identifiant d’incubateur ; peut être répété'),
      text('organisation', 'Identifiant d’administration ; peut être répété'),
      text('theme', 'Thème ; peut être répété'),
      ON,
      PAGE,
    ],
    answer: pageSchema(startupSchema),
  },
  {
    path: '/api/v1/startups/{id}',
    title: 'Une startup',
    what: 'La même, seule.',
    parameters: [ID, ON],
    answer: startupSchema,
  },
  {
    path: '/api/v1/startups/{id}/valeurs',
    title: 'Les mesures publiques d’une startup',
    what: 'Chacune avec sa définition, ses cibles et son chiffre de chaque mois ; la métrique phare d’abord.',
    parameters: [ID],
    answer: ofStartupSchema(metricSchema),
  },
  {
    path: '/api/v1/startups/{id}/budgets',
    title: 'Le budget publié d’une startup',
    what: 'Les périodes que l’équipe a publiées, la plus récente d’abord.',
    parameters: [ID],
    answer: ofStartupSchema(budgetSchema),
  },
  {
    path: '/api/v1/startups/{id}/standards',
    title: 'Les standards de qualité d’une startup',
    what: 'Avancement et conformité, deux chiffres par domaine ; sans réponse, un domaine est à zéro d’avancement.',
    parameters: [ID],
    answer: ofStartupSchema(standardsSchema),
  },
  {
    path: '/api/v1/evenements',
    title: 'Les événements',
    what: 'Comités dont le public lit l’issue, lancements, financements : le plus récent d’abord.',
    parameters: [text('startup', 'Identifiant public d’une startup'), ON, PAGE],
    answer: pageSchema(eventSchema),
  },
  {
    path: '/api/v1/incubateurs',
    title: 'Les incubateurs',
    what: 'Ceux que le réseau liste.',
    parameters: [PAGE],
    answer: pageSchema(incubatorSchema),
  },
  {
    path: '/api/v1/organisations',
    title: 'Les administrations porteuses',
    what: 'Toutes, avec leur domaine ministériel.',
    parameters: [PAGE],
    answer: pageSchema(organisationSchema),
  },
  {
    path: '/api/v1/financements',
    title: 'Les financements accordés',
    what: 'Un par lauréat et par édition. Accordé et versé sont deux données.',
    parameters: [ON, PAGE],
    answer: pageSchema(awardSchema),
  },
  {
    path: '/api/v1/appels',
    title: 'Les appels à candidatures',
    what: 'Annoncés, ouverts ou passés, le dernier à clore d’abord. Les candidatures n’y sont jamais.',
    parameters: [PAGE],
    answer: pageSchema(callSchema),
  },
  {
    path: '/api/v1/indicateurs',
    title: 'Les indicateurs d’une année',
    what: 'Chacun avec sa règle et sa source.',
    parameters: [
      { name: 'annee', where: 'query', what: 'L’année passée par défaut', schema: { type: 'integer' } },
      PAGE,
    ],
    answer: pageSchema(indicatorSchema),
  },
];

interface WritingEndpoint {
  path: string;
  method: 'post' | 'patch';
  scope: TokenScope;
  title: string;
  what: string;
  body: z.ZodType;
  status: 200 | 201;
  answer: z.ZodType;
}

/** Every address to which a program with a token may write: as the ones above, the page and the description follow. */
export const WRITING_ENDPOINTS: readonly WritingEndpoint[] = [
  {
    path: '/api/v1/startups/{id}/valeurs',
    method: 'post',
    scope: 'valeurs',
    title: 'Envoyer des valeurs',
    what: 'Toutes ou aucune ; une valeur de la même période remplace la précédente, qui est gardée.',
    body: valuesSentSchema,
    status: 200,
    answer: valuesKeptSchema,
  },
  {
    path: '/api/v1/startups/{id}',
    method: 'patch',
    scope: 'fiche',
    title: 'Écrire des champs de la fiche',
    what: 'Lus avec les règles du formulaire ; seules les lignes de ce qui change sont récrites. If-Match porte l’empreinte rendue par l’écriture d’avant : 412 si la fiche a changé depuis.',
    body: fieldsSentSchema,
    status: 200,
    answer: ficheWrittenSchema,
  },
  {
    path: '/api/v1/startups/{id}/comites',
    method: 'post',
    scope: 'comites',
    title: 'Poser la date d’un comité',
    what: 'Le comité est prévu pour cette startup ; des personnes le complètent, invitent et le tiennent. Le même, déjà prévu ce jour-là, est rendu tel quel (200).',
    body: committeeSentSchema,
    status: 201,
    answer: committeePlannedSchema,
  },
];

const NAMED = {
  valuesSentSchema,
  fieldsSentSchema,
  committeeSentSchema,
  startupSchema,
  incubatorSchema,
  organisationSchema,
  awardSchema,
  metricSchema,
  budgetSchema,
  standardsSchema,
  callSchema,
  eventSchema,
  indicatorSchema,
  problemSchema,
};

type JsonSchema = Record<string, unknown>;

/** A zod schema as JSON Schema, whose named parts are references to the document's components. */
const described = (schema: z.ZodType): JsonSchema => {
  // As programs write it: what the schema makes of it afterwards is not theirs.
  const made = z.toJSONSchema(schema, {
    target: 'draft-2020-12',
    reused: 'inline',
    io: 'input',
  }) as JsonSchema;
  const text = JSON.stringify(made).replaceAll('"#/$defs/', '"#/components/schemas/');
  const { $schema: _dialect, $defs: _parts, ...rest } = JSON.parse(text) as JsonSchema;
  return rest;
};

const components = () =>
  Object.fromEntries(
    Object.values(NAMED).map((schema) => {
      const { id: _id, ...rest } = described(schema);
      return [String(schema.meta()?.id), rest];
    }),
  );

const problemAnswer = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Probleme' } } },
});

const readingOperation = ({ path, title, what, parameters, answer }: Endpoint) => ({
  get: {
    summary: title,
    description: what,
    operationId: path
      .replace(/^\/api\/v1\//, '')
      .replace(/[^a-z]+/g, '-')
      .replace(/-$/, ''),
    parameters: parameters.map(({ name, where, what: description, schema }) => ({
      name,
      in: where,
      required: where === 'path',
      description,
      schema: schema ?? { type: 'string' },
    })),
    responses: {
      '200': { description: title, content: { 'application/json': { schema: described(answer) } } },
      '400': problemAnswer('Une partie de l’adresse est à corriger'),
      ...(path.includes('{') ? { '404': problemAnswer('Il n’y a rien à cette adresse') } : {}),
    },
  },
});

const writingOperation = ({ path, method, scope, title, what, body, status, answer }: WritingEndpoint) => ({
  [method]: {
    summary: title,
    description: what,
    operationId: `ecrire-${scope}`,
    security: [{ jeton: [] }],
    parameters: [
      {
        name: 'id',
        in: 'path',
        required: true,
        description: 'Identifiant public',
        schema: { type: 'string' },
      },
      {
        name: 'Idempotency-Key',
        in: 'header',
        required: false,
        description:
          'La même demande envoyée deux fois sous la même clé n’est faite qu’une fois, pendant un jour',
        schema: { type: 'string', maxLength: 200 },
      },
      ...(path.endsWith('}')
        ? [
            {
              name: 'If-Match',
              in: 'header',
              required: false,
              description: 'Empreinte de la fiche telle qu’elle a été lue',
              schema: { type: 'string' },
            },
          ]
        : []),
    ],
    requestBody: { required: true, content: { 'application/json': { schema: described(body) } } },
    responses: {
      [status]: { description: title, content: { 'application/json': { schema: described(answer) } } },
      '400': problemAnswer('Le corps ne se lit pas'),
      '401': problemAnswer('Un jeton valable est attendu'),
      '403': problemAnswer('Ce jeton n’ouvre pas cela'),
      '409': problemAnswer('Une règle s’y oppose, ou la même demande est en cours'),
      '412': problemAnswer('La fiche a changé depuis'),
      '422': problemAnswer('Des champs sont à corriger : rien n’a été écrit'),
      '429': problemAnswer('Trop d’envois dans la minute : RateLimit-Reset dit quand recommencer'),
    },
  },
});

/** The operations of each address together. */
function byPath(
  operations: ReadonlyArray<readonly [path: string, operation: object]>,
): Record<string, object> {
  const paths: Record<string, object> = {};
  for (const [path, operation] of operations) paths[path] = { ...paths[path], ...operation };
  return paths;
}

/** OpenAPI 3.1, generated from the schemas that answers are checked by. */
export const openApi = (origin: string, version: string) => ({
  openapi: '3.1.0',
  info: {
    title: 'Jalons, données ouvertes du réseau',
    version,
    description:
      'Lecture libre, sans jeton ; écriture avec le jeton d’un programme. Les réponses portent un ETag : redemandez avec If-None-Match. L’API compatible avec celle du site du réseau est sous /api/v2.7 et /api/v3.',
    license: {
      name: 'Licence Ouverte 2.0',
      url: 'https://www.etalab.gouv.fr/licence-ouverte-open-licence/',
    },
  },
  servers: [{ url: origin }],
  paths: byPath([
    ...ENDPOINTS.map((endpoint) => [endpoint.path, readingOperation(endpoint)] as const),
    ...WRITING_ENDPOINTS.map((endpoint) => [endpoint.path, writingOperation(endpoint)] as const),
  ]),
  components: {
    schemas: components(),
    securitySchemes: {
      jeton: { type: 'http', scheme: 'bearer', description: 'Jeton fait par une personne de l’équipe' },
    },
  },
});
