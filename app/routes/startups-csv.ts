import { isFast } from '~/network/awards';
import { isListed } from '~/network/facts';
import { parsePortfolioQuery } from '~/network/portfolio/parse-query.server';
import type { LoaderFunctionArgs } from '@remix-run/node';
import { stringify } from 'csv-stringify/sync';
import { Readable } from 'node:stream';
import type { Day } from '~/platform/day';
import { plainText } from '~/platform/document/render.server';
import { statisticsAddress, type Entry } from '~/network/portfolio/portfolio';
import { startupEntries } from '~/network/pages/startup-list.server';
import { formatTableCell } from '~/exchange/datasets/cell';
import { LIFECYCLE, STAGE_LABELS } from '~/startup/rules';
import { badFileQuery } from './answers.server';

const COLUMNS = [
  'identifiant',
  'nom',
  'mission',
  'etape',
  'phase',
  'phase_depuis',
  'premiere_phase',
  'incubateurs',
  'organisations',
  'publics',
  'themes',
  'fast_promotions',
  'fast_montant_accorde_euros',
  'impact_national_annees',
  'lien',
  'code',
  'statistiques',
  'impact',
  'budget',
  'accessibilite',
] as const;

/** What was known of a startup on a day. */
function cells({ startup, phase }: Entry, on: Day): string[] {
  const awards = startup.awards.filter(
    (award) => isFast(award) && (award.heldOn === null || award.heldOn <= on),
  );
  const known = awards.flatMap((award) => award.awarded ?? []);
  return [
    startup.publicId,
    startup.title,
    plainText(startup.mission),
    STAGE_LABELS[LIFECYCLE[phase.code].stage],
    phase.code,
    phase.start,
    startup.phases.map(({ start }) => start).sort()[0] ?? '',
    startup.incubators.filter(isListed).map(({ publicId }) => publicId),
    startup.organisations.map(({ publicId }) => publicId),
    startup.audiences,
    startup.themes,
    awards.map(({ edition }) => String(edition)),
    known.length === 0 ? '' : String(known.reduce((sum, amount) => sum + amount, 0) / 100),
    startup.impacts
      .filter(({ day }) => day <= on)
      .flatMap(({ labelYear }) => (labelYear === null ? [] : [String(labelYear)])),
    startup.link ?? '',
    startup.repository ?? '',
    statisticsAddress(startup) ?? '',
    startup.impactUrl ?? '',
    startup.budgetUrl ?? '',
    startup.accessibilityStatus ?? '',
  ].map(formatTableCell);
}

const ROWS_A_CHUNK = 200;

/** Some rows at a time: a chunk a row would cost more than the rows. */
function* chunks(entries: readonly Entry[], on: Day, demo: boolean): Generator<Buffer> {
  yield Buffer.from(
    `\uFEFF${stringify([demo ? [...COLUMNS, 'avertissement'] : [...COLUMNS]], { delimiter: ';' })}`,
  );
  for (let start = 0; start < entries.length; start += ROWS_A_CHUNK) {
    const rows = entries.slice(start, start + ROWS_A_CHUNK).map((entry) => cells(entry, on));
    if (demo) for (const row of rows) row.push('Démonstration, données fictives');
    yield Buffer.from(stringify(rows, { delimiter: ';' }));
  }
}

/** The list of startups as a file, sent as it is written: its memory does not grow with the network. */
export async function loader({ context: { network, database, clock }, request }: LoaderFunctionArgs) {
  const today = clock.today();
  const query = parsePortfolioQuery(new URL(request.url).searchParams, today);
  if (!query.success) throw badFileQuery(query.error);
  const entries = await startupEntries(database.prisma, network, query.data, today);
  return new Response(
    Readable.toWeb(Readable.from(chunks(entries, query.data.au ?? today, network.demo))) as ReadableStream,
    {
      headers: {
        'Content-Type': 'text/csv; charset=utf-8',
        'Content-Disposition': `attachment; filename="${network.demo ? 'demonstration-' : ''}startups-${query.data.au ?? today}.csv"`,
        'Cache-Control': 'no-cache',
      },
    },
  );
}
