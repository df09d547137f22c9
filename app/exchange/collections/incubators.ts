import { FieldReader, type Oddity } from '~/platform/document/field-reader';
import type { FrontMatterDocument } from '~/platform/document/front-matter';

export const INCUBATOR_STATES = ['in_creation', 'active', 'operator', 'closed'] as const;
export type IncubatorState = (typeof INCUBATOR_STATES)[number];

/** Columns of one incubator, as its file says them. */
export function readIncubator(id: string, document: FrontMatterDocument) {
  const reader = new FieldReader(document);
  const state = reader.text('statut') ?? 'active';
  const known = (INCUBATOR_STATES as readonly string[]).includes(state);
  if (!known) reader.flag('valeur', 'statut', state, 'tenu pour actif');
  const formerIds = reader
    .texts('redirect_from')
    .flatMap((path) => /^\/?incubateurs\/([^/]+?)(?:\.html|\/)?$/.exec(path)?.[1] ?? []);
  const row = {
    title: reader.text('title') ?? id,
    short_description: reader.text('short_description'),
    owner_public_id:
      reader
        .text('owner')
        ?.replace(/^\/organisations\//, '')
        .normalize('NFC') ?? null,
    website: reader.address('website'),
    github: reader.address('github'),
    contact: reader.text('contact'),
    address: reader.text('address'),
    hidden: reader.yesNo('hidden') ?? false,
    fictional: reader.yesNo('fictif') ?? false,
    state: known ? (state as IncubatorState) : 'active',
    highlighted: reader.texts('highlighted_startups').map((startup) => startup.normalize('NFC')),
    content: document.body,
  };
  reader.flagUnknownKeys(['logo']);
  return { row, formerIds, oddities: reader.oddities as Oddity[] };
}
