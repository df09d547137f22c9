import type { LoaderFunctionArgs } from '@remix-run/node';
import { conditionsCsv } from '~/committee/conditions/csv.server';
import { attachment } from './committee-file-formats.server';
import { conditionsOfIncubator } from './incubator-conditions.server';

/** The conditions of an incubator's startups, for a spreadsheet. */
export async function loader(args: LoaderFunctionArgs) {
  const { incubator, conditions } = await conditionsOfIncubator(args);
  return attachment(
    conditionsCsv(conditions),
    'text/csv; charset=utf-8',
    `conditions-${incubator.publicId}.csv`,
  );
}
