import { folded } from '~/platform/folding';
import type { Day } from '~/platform/day';
import type { Cents, Total } from '~/platform/money';

/** Every date, number and plural that a person reads is written here, the French way. */
const NBSP = '\u00A0';
const days = new Intl.DateTimeFormat('fr-FR', {
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  timeZone: 'UTC',
});
const months = new Intl.DateTimeFormat('fr-FR', { month: 'long', year: 'numeric', timeZone: 'UTC' });
const parisDays = new Intl.DateTimeFormat('fr-FR', { dateStyle: 'long', timeZone: 'Europe/Paris' });
const numbers = new Intl.NumberFormat('fr-FR');

const atNoon = (day: Day) => new Date(`${day}T12:00:00Z`);

/** « 1er mars 2026 » */
export const formatDay = (day: Day): string => days.format(atNoon(day)).replace(/^1 /, '1er ');
/** « mars 2026 » */
export const formatMonth = (day: Day): string => months.format(atNoon(day));
const times = new Intl.DateTimeFormat('fr-FR', {
  hour: 'numeric',
  minute: '2-digit',
  timeZone: 'Europe/Paris',
});
/** « 14 h 02 », in Paris. */
export const formatTime = (instant: Date): string => times.format(instant).replace(':', `${NBSP}h${NBSP}`);
/** « 1er mars 2026 à 14 h 02 », in Paris. */
export const formatInstant = (instant: Date): string =>
  `${parisDays.format(instant).replace(/^1 /, '1er ')} à ${formatTime(instant)}`;
/** « d’Alix », « de Noor » */
export const ofName = (name: string): string => (/^[aeiou]/i.test(folded(name)) ? `d’${name}` : `de ${name}`);
/** A label in the middle of a sentence: its first letter small, its acronyms as they are. */
export const inSentence = (label: string): string => label.charAt(0).toLowerCase() + label.slice(1);
export const formatNumber = (value: number): string => numbers.format(value);

/** « 300 000 € », cents only when there are some. */
export function formatAmount(amount: Cents): string {
  const value = amount / 100;
  return `${value.toLocaleString('fr-FR', Number.isInteger(value) ? {} : { minimumFractionDigits: 2, maximumFractionDigits: 2 })}${NBSP}€`;
}

/** « 1 612 000 € et 3 montants non publiés » */
export function formatTotal({ known, unknownCount }: Total): string {
  const hidden = unknownCount > 0 ? countOf(unknownCount, 'montant non publié', 'montants non publiés') : '';
  if (hidden === '') return formatAmount(known);
  return known === 0 ? hidden : `${formatAmount(known)} et ${hidden}`;
}

/** French counts 0 and 1 in the singular. */
export const plural = (count: number, one: string, several: string): string =>
  Math.abs(count) < 2 ? one : several;
export const countOf = (count: number, one: string, several: string): string =>
  `${formatNumber(count)}${NBSP}${plural(count, one, several)}`;

/** « 14 mois », « 3 ans et 2 mois », « moins d’un mois ». */
/** When something comes, told from today: « aujourd’hui », « demain », « dans 12 jours ». */
export const daysAhead = (days: number): string =>
  days <= 0 ? 'aujourd’hui' : days === 1 ? 'demain' : `dans ${formatNumber(days)} jours`;

export function formatMonths(total: number): string {
  if (total < 1) return 'moins d’un mois';
  const years = Math.floor(total / 12);
  const rest = total % 12;
  if (years < 2) return `${total}${NBSP}mois`;
  const inYears = `${years}${NBSP}ans`;
  return rest === 0 ? inYears : `${inYears} et ${rest}${NBSP}mois`;
}

const DAYS_A_MONTH = 30.4375;
const tenth = new Intl.NumberFormat('fr-FR', { maximumFractionDigits: 1 });
/** A length in days as months with one decimal: « 12,4 mois ». */
export const formatDaysAsMonths = (length: number): string =>
  `${tenth.format(length / DAYS_A_MONTH)}${NBSP}mois`;

/** With a capital at its beginning, as a sentence has. */
export const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
