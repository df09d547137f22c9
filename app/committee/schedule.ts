import { addMonths } from '~/platform/calendar';
import { addDays, day, yearOf, type Day } from '~/platform/day';
import type { PhaseCode } from '~/startup/rules';

/** A startup meets its committee every six months at the latest (handbook, ruling of the network). */
export const MONTHS_BETWEEN = 6;
/** The first committee of an investigation: nine weeks. */
const INVESTIGATION_DAYS = 63;
/** A committee that gives money is held between these days before the money ends. */
export const MONEY_WINDOW = { first: 45, last: 30 } as const;
/** Purchasing needs about a month for an order. */
const ORDER_DAYS = 30;

/** No order leaves between 30 November and 31 January. @returns the freeze that holds this day, or null. */
export function freezeOf(on: Day): { first: Day; last: Day } | null {
  const month = on.slice(5);
  if (month >= '11-30') return { first: day(`${yearOf(on)}-11-30`), last: day(`${yearOf(on) + 1}-01-31`) };
  if (month <= '01-31') return { first: day(`${yearOf(on) - 1}-11-30`), last: day(`${yearOf(on)}-01-31`) };
  return null;
}

/** The last day on which an order still follows in time on money that ends: a month before, and never in the freeze. */
export function latestOrderDay(moneyEnds: Day): Day {
  const wanted = addDays(moneyEnds, -ORDER_DAYS);
  const freeze = freezeOf(wanted);
  return freeze === null ? wanted : addDays(freeze.first, -1);
}

export interface ScheduleFacts {
  phase: { code: PhaseCode; start: Day } | null;
  lastHeld: Day | null;
  moneyEnds: Day | null;
  /** What the last committee said of the next one. */
  agreed: Day | null;
}

export interface NextCommittee {
  /** From when it makes sense, and by when it is due. */
  from: Day;
  due: Day;
  because: string;
}

const SIX_MONTHS = 'six mois après le dernier comité';

/** When the next committee is due: six months after the last, or before the money ends, whichever is first. */
export function nextCommittee({ phase, lastHeld, moneyEnds, agreed }: ScheduleFacts): NextCommittee | null {
  if (phase === null) return null;
  const first =
    phase.code === 'investigation'
      ? {
          due: addDays(phase.start, INVESTIGATION_DAYS),
          because: 'neuf semaines après le début de l’investigation',
        }
      : { due: addMonths(phase.start, MONTHS_BETWEEN), because: 'six mois après le début de la phase' };
  const regular =
    lastHeld === null || (phase.code === 'investigation' && lastHeld < phase.start)
      ? first
      : { due: addMonths(lastHeld, MONTHS_BETWEEN), because: SIX_MONTHS };
  const candidates = [{ ...regular, from: addDays(regular.due, -MONEY_WINDOW.first) }];
  if (moneyEnds !== null) {
    const order = latestOrderDay(moneyEnds);
    const frozen = order < addDays(moneyEnds, -ORDER_DAYS);
    candidates.push({
      due: order,
      from: addDays(order, MONEY_WINDOW.last - MONEY_WINDOW.first),
      because: frozen
        ? 'aucune commande ne part du 30 novembre au 31 janvier, et l’argent finit après'
        : 'un mois avant la fin de l’argent',
    });
  }
  if (agreed !== null && (lastHeld === null || agreed > lastHeld))
    candidates.push({ due: agreed, from: addDays(agreed, -15), because: 'date convenue au dernier comité' });
  return candidates.sort((a, b) => (a.due < b.due ? -1 : a.due > b.due ? 1 : 0))[0]!;
}

/** Committees due within this many days are on the planning page. */
export const PLANNING_DAYS = 45;
