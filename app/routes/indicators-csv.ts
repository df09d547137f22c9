import type { LoaderFunctionArgs } from '@remix-run/node';
import { indicatorRows } from '~/network/indicators/export';
import { indicatorTable } from '~/network/indicators/table';
import { csvOf } from '~/platform/print/sheets.server';
import { attachment } from './committee-file-formats.server';
import { indicatorsAsked } from './indicator-years.server';

export async function loader({ context, request }: LoaderFunctionArgs) {
  const { facts, year, today } = await indicatorsAsked(
    context,
    new URL(request.url).searchParams.get('annee'),
  );
  const { demo } = context.network;
  return attachment(
    csvOf(indicatorRows(indicatorTable(facts, year, today), year, demo)),
    'text/csv; charset=utf-8',
    `${demo ? 'demonstration-' : ''}indicateurs-${year}.csv`,
  );
}
