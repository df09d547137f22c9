import type { LoaderFunctionArgs } from '@remix-run/node';
import { conditionsCsv } from '~/committee/conditions/csv.server';
import { attachment } from './committee-file-formats.server';
import { committeesOfOrganisation } from './organisation-committees.server';

/** The conditions of the startups that an administration carries, for a spreadsheet. */
export async function loader(args: LoaderFunctionArgs) {
  const { organisation, conditions } = await committeesOfOrganisation(args);
  return attachment(
    conditionsCsv(conditions),
    'text/csv; charset=utf-8',
    `conditions-${organisation.publicId}.csv`,
  );
}
