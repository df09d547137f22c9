import type { LoaderFunctionArgs } from '@remix-run/node';
import { csvOf, odsOf, type Rows } from '~/platform/print/sheets.server';
import { depositedOf } from '~/round/application/applications.server';
import { scoresAreOpen } from '~/round/calls/calendar';
import { gridOf, scoredLines } from '~/round/calls/calls.server';
import { applicationRows, marksRows } from '~/round/exports.server';
import { barredFiles } from '~/round/jury/conflicts.server';
import { revealedTo } from '~/round/jury/readings.server';
import { isLaureate } from '~/round/vocabulary';
import { forbidden, notFound } from './answers.server';
import { callFor } from './call-lookup.server';
import { callMinutes } from './call-minutes.server';
import { attachment, footerOf, textAs } from './committee-file-formats.server';

const CSV = 'text/csv; charset=utf-8';
const ODS = 'application/vnd.oasis.opendocument.spreadsheet';

/** Applications, marks and minutes of a call as files: under the same door as the pages. */
export async function loader(args: LoaderFunctionArgs) {
  const { context, params } = args;
  const { call } = await callFor(args, 'appel.lire');
  const { prisma } = context.database;
  const now = context.clock.now();
  if (now < call.closesAt) throw forbidden('Les dossiers s’ouvrent au jury à la clôture de l’appel.');
  const barred = await barredFiles(prisma, call.id, context.actor);
  const files = (await depositedOf(prisma, call.id)).filter(({ id }) => !barred.has(id));
  const [what, format] = (params['fichier'] ?? '').split('.');
  const name = `${call.program}-${call.edition}-${what}.${format}`;
  const sheet = (rows: Rows) =>
    format === 'ods' ? attachment(odsOf(rows), ODS, name) : attachment(csvOf(rows), CSV, name);
  switch (params['fichier']) {
    case 'candidatures.csv':
    case 'candidatures.ods':
      return sheet(applicationRows(files, scoresAreOpen(call, now)));
    case 'laureats.csv':
    case 'laureats.ods':
      if (call.announcedAt === null) throw forbidden('Les résultats ne sont pas encore publiés.');
      return sheet(
        applicationRows(
          files.filter(({ decision }) => isLaureate(decision)),
          true,
        ),
      );
    case 'notes.csv':
    case 'notes.ods': {
      if (!scoresAreOpen(call, now))
        throw forbidden('Les notes s’ouvrent à tout le jury à la fin de la notation, pas avant.');
      const { marks } = await revealedTo(prisma, call, now, context.actor);
      return sheet(
        marksRows(files, scoredLines(await gridOf(prisma, call.gridId)), [...marks.values()].flat(), call.id),
      );
    }
    case 'releve.pdf':
    case 'releve.odt':
    case 'releve.md':
      if (!scoresAreOpen(call, now) || barred.size > 0)
        throw forbidden('Le relevé entier ne vous est pas ouvert.');
      return textAs(
        format,
        `${call.program}-${call.edition}-releve`,
        call.minutes || (await callMinutes(context, call)),
        {
          title: `Relevé, ${call.title}`,
          footer: footerOf(context.network, call.title),
          at: call.scoresCloseAt,
        },
      );
    default:
      throw notFound('Ce document n’existe pas.');
  }
}
