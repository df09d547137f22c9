import { formatTableCell, type Cell } from './cell';
import type { Network } from '~/network/facts';
import { isListed } from '~/network/facts';
import { currentPhase, inOrder } from '~/startup/life';
import type { Day } from '~/platform/day';
import { plainText } from '~/platform/document/render.server';

type FieldType = 'string' | 'integer' | 'date';
interface Column<Row> {
  name: string;
  type: FieldType;
  description: string;
  required?: boolean;
  of: (row: Row) => Cell;
}
interface Source<Row> {
  title: string;
  description: string;
  rows: (network: Network, today: Day) => Row[];
  columns: ReadonlyArray<Column<Row>>;
}

/** A dataset as it is published: its rows are text already, its columns say what they are. */
export interface Dataset {
  name: string;
  title: string;
  description: string;
  fields: ReadonlyArray<{ name: string; type: FieldType; description: string; required: boolean }>;
  rows: (network: Network, today: Day) => string[][];
}

const dataset = <Row>(name: string, { title, description, rows, columns }: Source<Row>): Dataset => ({
  name,
  title,
  description,
  fields: columns.map(({ name: field, type, description: what, required = false }) => ({
    name: field,
    type,
    description: what,
    required,
  })),
  rows: (network, today) =>
    rows(network, today).map((row) => columns.map(({ of }) => formatTableCell(of(row)))),
});

/** The datasets of the network: facts that anybody may read, one table a file. */
export const DATASETS: readonly Dataset[] = [
  dataset('startups', {
    title: 'Startups du réseau',
    description: 'Une ligne par startup, avec sa phase au jour du fichier.',
    rows: ({ startups }, today) =>
      startups.map((startup) => ({ startup, phase: currentPhase(startup.phases, today) })),
    columns: [
      {
        name: 'id',
        type: 'string',
        description: 'Identifiant public',
        required: true,
        of: ({ startup }) => startup.publicId,
      },
      { name: 'nom', type: 'string', description: 'Nom', required: true, of: ({ startup }) => startup.title },
      {
        name: 'mission',
        type: 'string',
        description: 'Mission',
        of: ({ startup }) => plainText(startup.mission),
      },
      {
        name: 'phase',
        type: 'string',
        description: 'Code de la phase en cours ; vide avant la première',
        of: ({ phase }) => phase?.code ?? null,
      },
      {
        name: 'phase_depuis',
        type: 'date',
        description: 'Début de cette phase',
        of: ({ phase }) => phase?.start ?? null,
      },
      {
        name: 'incubateurs',
        type: 'string',
        description: 'Identifiants, séparés par « | »',
        of: ({ startup }) => startup.incubators.filter(isListed).map(({ publicId }) => publicId),
      },
      {
        name: 'organisations',
        type: 'string',
        description: 'Identifiants, séparés par « | »',
        of: ({ startup }) => startup.organisations.map(({ publicId }) => publicId),
      },
      {
        name: 'lien',
        type: 'string',
        description: 'Adresse du service, telle qu’elle est écrite',
        of: ({ startup }) => startup.link,
      },
      {
        name: 'code_source',
        type: 'string',
        description: 'Adresse du code source',
        of: ({ startup }) => startup.repository,
      },
      {
        name: 'statistiques',
        type: 'string',
        description: 'Adresse des statistiques',
        of: ({ startup }) => startup.statsUrl,
      },
      {
        name: 'budget',
        type: 'string',
        description: 'Adresse du budget',
        of: ({ startup }) => startup.budgetUrl,
      },
      {
        name: 'accessibilite',
        type: 'string',
        description: 'État d’accessibilité déclaré',
        of: ({ startup }) => startup.accessibilityStatus,
      },
    ],
  }),
  dataset('phases', {
    title: 'Phases des startups',
    description: 'Une ligne par phase, dans l’ordre de la vie de chaque startup.',
    rows: ({ startups }) =>
      startups.flatMap((startup) =>
        inOrder(startup.phases).map((phase, place) => ({ startup, phase, place })),
      ),
    columns: [
      {
        name: 'startup',
        type: 'string',
        description: 'Identifiant de la startup',
        required: true,
        of: ({ startup }) => startup.publicId,
      },
      {
        name: 'rang',
        type: 'integer',
        description: 'Place dans la vie de la startup, à partir de 1',
        required: true,
        of: ({ place }) => place + 1,
      },
      {
        name: 'phase',
        type: 'string',
        description: 'Code de la phase',
        required: true,
        of: ({ phase }) => phase.code,
      },
      {
        name: 'debut',
        type: 'date',
        description: 'Premier jour',
        required: true,
        of: ({ phase }) => phase.start,
      },
      {
        name: 'origine',
        type: 'string',
        description: 'historique, declared ou confirmed',
        required: true,
        of: ({ phase }) => phase.origin,
      },
    ],
  }),
  dataset('financements', {
    title: 'Financements accordés',
    description: 'Une ligne par lauréat et par édition d’un programme.',
    rows: ({ awards }) => [...awards],
    columns: [
      {
        name: 'programme',
        type: 'string',
        description: 'Programme qui a financé',
        required: true,
        of: ({ program }) => program,
      },
      {
        name: 'edition',
        type: 'integer',
        description: 'Numéro de l’édition',
        required: true,
        of: ({ edition }) => edition,
      },
      { name: 'annonce_le', type: 'date', description: 'Jour de l’annonce', of: ({ heldOn }) => heldOn },
      {
        name: 'startup',
        type: 'string',
        description: 'Startup lauréate',
        of: ({ startupPublicId }) => startupPublicId,
      },
      {
        name: 'incubateur',
        type: 'string',
        description: 'Incubateur lauréat',
        of: ({ incubatorPublicId }) => incubatorPublicId,
      },
      {
        name: 'accorde_centimes',
        type: 'integer',
        description: 'Montant accordé, en centimes d’euro ; vide : non publié',
        of: ({ awarded }) => awarded,
      },
      {
        name: 'verse_centimes',
        type: 'integer',
        description: 'Montant versé, en centimes d’euro ; vide : non publié',
        of: ({ paid }) => paid,
      },
    ],
  }),
  dataset('impact-national', {
    title: 'Labels d’impact national',
    description: 'Une ligne par label.',
    rows: ({ startups }) =>
      startups.flatMap((startup) => startup.impacts.map((impact) => ({ startup, impact }))),
    columns: [
      {
        name: 'startup',
        type: 'string',
        description: 'Identifiant de la startup',
        required: true,
        of: ({ startup }) => startup.publicId,
      },
      { name: 'annee', type: 'integer', description: 'Année du label', of: ({ impact }) => impact.labelYear },
      {
        name: 'annonce_le',
        type: 'date',
        description: 'Jour de l’événement',
        required: true,
        of: ({ impact }) => impact.day,
      },
    ],
  }),
];
