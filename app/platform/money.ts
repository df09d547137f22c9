/** An amount in euro cents, a safe integer. The VAT basis is said where the amount is named. */
export type Cents = number & { readonly __cents: unique symbol };

/** @throws {RangeError} when the amount is no safe integer of cents. */
export function cents(value: number): Cents {
  if (!Number.isSafeInteger(value)) throw new RangeError(`not an amount in cents: ${value}`);
  return value as Cents;
}

/** @throws {RangeError} when the euros have more than two decimals or are out of range. */
export const euros = (value: number): Cents => cents(Math.round(value * 100));

/** A total that says how many of its parts are unknown: « n montants non publiés ». */
export interface Total {
  known: Cents;
  unknownCount: number;
}

export function total(amounts: ReadonlyArray<Cents | null>): Total {
  const known = amounts.filter((amount) => amount !== null);
  return {
    known: cents(known.reduce((sum, amount) => sum + amount, 0)),
    unknownCount: amounts.length - known.length,
  };
}

const MOST_EUROS = 1e12;

/** An amount in euros that somebody wrote, or null when it can be none. */
export const plausibleEuros = (value: unknown): Cents | null =>
  typeof value === 'number' && value >= 0 && value <= MOST_EUROS ? euros(value) : null;
