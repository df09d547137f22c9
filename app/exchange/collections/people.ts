import { FieldReader } from '~/platform/document/field-reader';
import type { FrontMatterDocument } from '~/platform/document/front-matter';

const EMPLOYER_KINDS = ['independent', 'admin', 'service'] as const;

/** A member's file: optional, and shown nowhere public. Links, skills and networks stay in the file. */
export function readPerson(id: string, document: FrontMatterDocument) {
  const reader = new FieldReader(document);
  const row = {
    full_name: reader.text('fullname') ?? id,
    role: reader.text('role'),
    domain: reader.text('domaine'),
  };
  const missions = reader.items('missions').map((item, index) => {
    const status = EMPLOYER_KINDS.find((kind) => kind === item['status']) ?? null;
    const startups = Array.isArray(item['startups'])
      ? item['startups'].filter((startup): startup is string => typeof startup === 'string')
      : [];
    return {
      start_day: reader.itemDay('missions', index, item['start']),
      end_day: reader.itemDay('missions', index, item['end']),
      employer_kind: status,
      employer: typeof item['employer'] === 'string' ? item['employer'] : null,
      startups,
    };
  });
  reader.flagUnknownKeys([
    'link',
    'github',
    'competences',
    'teams',
    'startups',
    'previously',
    'avatar',
    'bio',
  ]);
  return { row, missions, oddities: reader.oddities };
}
