import { FieldReader } from '~/platform/document/field-reader';
import type { FrontMatterDocument } from '~/platform/document/front-matter';

export function readTeam(id: string, document: FrontMatterDocument) {
  const reader = new FieldReader(document);
  const row = { name: reader.text('name') ?? id, mission: reader.text('mission') ?? '' };
  const incubator = reader.text('incubator');
  reader.flagUnknownKeys();
  return { row, incubator, reader, oddities: reader.oddities };
}
