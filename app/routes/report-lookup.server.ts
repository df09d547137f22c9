import { indicatorTable } from '~/network/indicators/table';
import { correctionsOf, reportOf } from '~/network/report/report.server';
import { notFound } from './answers.server';
import { indicatorsAsked } from './indicator-years.server';
import type { SiteContext } from './site-context';

/** A yearly report with the figures that it shows: frozen ones when it is closed, and what they are today. */
export async function reportAsked(context: SiteContext, param: string | undefined) {
  if (!/^\d{4}$/.test(param ?? '')) throw notFound('Il n’y a pas de bilan à cette adresse.');
  const { facts, year, today } = await indicatorsAsked(context, param!);
  const report = await reportOf(context.database.prisma, year);
  const counted = indicatorTable(facts, year, today);
  return {
    today,
    report,
    counted,
    families: report.figures ?? counted,
    corrections: await correctionsOf(context.database.prisma, year),
  };
}
