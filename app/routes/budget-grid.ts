import type { LoaderFunctionArgs } from '@remix-run/node';
import { stringify } from 'csv-stringify/sync';
import { budgetsOf, gridOf } from '~/impact/budget/budget.server';
import { gridRows } from '~/impact/budget/grid';
import { yearOf } from '~/platform/day';
import { spreadsheetOf } from '~/platform/files/spreadsheet.server';
import { notFound } from './answers.server';
import { allowed } from './guards.server';
import { startupOf, tiesOf } from './startup-lookup.server';

const TYPES: Readonly<Record<string, string>> = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  ods: 'application/vnd.oasis.opendocument.spreadsheet',
};

/** The reference grid of a startup, filled with what is known, to be filled further. */
export async function loader(args: LoaderFunctionArgs) {
  const { context, params } = args;
  const startup = startupOf(context.network, params.id, `/budget/${params.grille ?? ''}`);
  await allowed(args, 'startup.voir-budget', tiesOf(startup));
  const format = /^grille\.(csv|xlsx|ods)$/.exec(params.grille ?? '')?.[1];
  if (format === undefined) throw notFound('La grille existe en CSV, XLSX et ODS.');
  const { prisma } = context.database;
  const cells = await gridOf(prisma, startup.id);
  const years = new Set([
    yearOf(context.clock.today()),
    ...cells.map(({ year }) => year),
    ...(await budgetsOf(prisma, [startup.id], { inside: true })).map(({ start }) => yearOf(start)),
  ]);
  const rows = gridRows(cells, [...years].sort());
  const body =
    format === 'csv'
      ? `\uFEFF${stringify(rows, {
          delimiter: ';',
          // A point would be taken for a date by a French spreadsheet.
          cast: { number: (value) => String(value).replace('.', ',') },
        })}`
      : Buffer.from(await spreadsheetOf(rows, format as 'xlsx' | 'ods', 'Budget'));
  return new Response(body, {
    headers: {
      'Content-Type': TYPES[format]!,
      'Content-Disposition': `attachment; filename="${context.network.demo ? 'demonstration-' : ''}budget-${startup.publicId.replace(/[^\w.-]/g, '_')}.${format}"`,
      'Cache-Control': 'no-store',
    },
  });
}
