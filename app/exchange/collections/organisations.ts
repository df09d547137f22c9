import { FieldReader } from '~/platform/document/field-reader';
import type { FrontMatterDocument } from '~/platform/document/front-matter';

export function readOrganisation(id: string, document: FrontMatterDocument) {
  const reader = new FieldReader(document);
  const row = {
    name: reader.text('name') ?? id,
    acronym: reader.text('acronym'),
    ministry_domain: reader.text('domaine_ministeriel'),
    kind: reader.text('type'),
  };
  reader.flagUnknownKeys(['id', 'annuaire']);
  return { row, oddities: reader.oddities };
}
