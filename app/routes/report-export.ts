import type { LoaderFunctionArgs } from '@remix-run/node';
import { indicatorRows } from '~/network/indicators/export';
import { reportBlocks } from '~/network/report/print';
import { pdfOf } from '~/platform/print/pdf.server';
import { csvOf } from '~/platform/print/sheets.server';
import { parisDay } from '~/platform/calendar';
import { notFound } from './answers.server';
import { attachment, footerOf } from './committee-file-formats.server';
import { reportAsked } from './report-lookup.server';

/** A yearly report as a tagged PDF, and its figures as data. */
export async function loader({ context, params }: LoaderFunctionArgs) {
  const { report, families, corrections } = await reportAsked(context, params['annee']);
  const { demo } = context.network;
  const name = `${demo ? 'demonstration-' : ''}bilan-${report.year}`;
  switch (params['fichier']) {
    case 'donnees.csv':
      return attachment(
        csvOf(indicatorRows(families, report.year, demo)),
        'text/csv; charset=utf-8',
        `${name}.csv`,
      );
    case 'bilan.pdf': {
      const title = `Bilan ${report.year} du réseau`;
      const pdf = await pdfOf({
        title,
        footer: footerOf(context.network, title),
        blocks: reportBlocks({
          year: report.year,
          opening: report.opening,
          comments: report.comments,
          families,
          closedOn: report.closedAt === null ? null : parisDay(report.closedAt),
          corrections: corrections.map(({ text, writtenAt }) => ({ text, on: parisDay(writtenAt) })),
        }),
        at: report.closedAt ?? context.clock.now(),
      });
      return attachment(pdf, 'application/pdf', `${name}.pdf`);
    }
    default:
      throw notFound('Un bilan s’emporte en PDF ou en CSV.');
  }
}
