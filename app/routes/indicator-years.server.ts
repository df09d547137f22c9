import { readIndicatorFacts } from '~/network/indicators/facts.server';
import { firstYear } from '~/network/indicators/portfolio';
import { yearOf } from '~/platform/day';
import { noSuchYear } from './answers.server';
import type { SiteContext } from './site-context';

/** The year that an address asks for, last year when it asks for none: the newest that is whole. */
export async function indicatorsAsked({ database, network, clock }: SiteContext, asked: string | null) {
  const today = clock.today();
  const facts = await readIndicatorFacts(database.prisma, network, today);
  const first = firstYear(facts, today);
  const last = yearOf(today);
  const years = Array.from({ length: last - first + 1 }, (_, index) => last - index);
  const year = asked === null ? (years[1] ?? last) : Number(asked);
  if (!years.includes(year)) throw noSuchYear(first, last);
  return { today, facts, year, years };
}
