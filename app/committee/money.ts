import { addMonths } from '~/platform/calendar';
import { addDays, type Day } from '~/platform/day';
import { formatAmount, formatDay } from '~/design/formats';
import type { Cents } from '~/platform/money';
import { latestOrderDay } from './schedule';
import { FUNDINGS, type Funding } from './vocabulary';

/** The days that a decision pays for: from the end of the money before, or from the committee when there is none left. */
export function fundedPeriod(heldOn: Day, months: number, moneyEnds: Day | null): { start: Day; end: Day } {
  const start = moneyEnds !== null && moneyEnds >= heldOn ? addDays(moneyEnds, 1) : heldOn;
  return { start, end: addDays(addMonths(start, months), -1) };
}

/** « Accordé : 250 000 € pour 6 mois », « Refusé », « non décidé ». Amounts are taxes included. */
export function fundingWords(item: {
  funding: Funding | null;
  amount: Cents | null;
  months: number | null;
}): string {
  if (item.funding === null) return 'non décidé';
  const what = [
    item.amount === null ? null : `${formatAmount(item.amount)} TTC`,
    item.months === null ? null : `pour ${item.months}\u00a0mois`,
  ].filter((part) => part !== null);
  const name = item.funding === 'provisoire' ? 'Provisoire' : FUNDINGS[item.funding];
  return what.length === 0 ? name : `${name}\u00a0: ${what.join(' ')}`;
}

export interface Order {
  title: string;
  amount: Cents | null;
  months: number | null;
  start: Day;
  end: Day;
  profiles: string;
}

/**
 * The message that purchasing waits for, ready to send: an order takes about a month, and none leaves in the freeze.
 * @param today in Paris; a latest day that is past asks for the order at once.
 */
export function purchasingMessage(order: Order, today: Day): { subject: string; body: string } {
  const latest = latestOrderDay(order.start);
  const when =
    latest >= today
      ? `avant le ${formatDay(latest)} pour éviter une interruption`
      : 'dès que possible\u00a0: le délai d’un mois est déjà entamé';
  return {
    subject: `Commande à passer\u00a0: ${order.title}`,
    body: [
      'Bonjour,',
      '',
      `Le comité d’investissement a accordé un financement à ${order.title}\u00a0:`,
      `- Montant\u00a0: ${order.amount === null ? 'à préciser' : `${formatAmount(order.amount)} TTC`}`,
      `- Durée\u00a0: ${order.months === null ? 'à préciser' : `${order.months}\u00a0mois`}, du ${formatDay(order.start)} au ${formatDay(order.end)}`,
      `- Profils\u00a0: ${order.profiles === '' ? 'à préciser' : order.profiles}`,
      `- Commande à notifier ${when} (aucune commande ne part du 30 novembre au 31 janvier).`,
      '',
      'Merci de me dire ce qui vous manque.',
    ].join('\n'),
  };
}
