/**
 * What the site's templates print of a value of the front matter: nothing when it is absent, a list without
 * separators, anything else as text.
 */
export const printed = (value: unknown): string => {
  if (value === null || value === undefined) return '';
  if (Array.isArray(value)) return value.map(printed).join('');
  return typeof value === 'object' ? JSON.stringify(value) : String(value as string | number | boolean);
};

/** Whether the templates take a value for said: an empty text is, an absent one or `false` is not. */
export const isSaid = (value: unknown): boolean => value !== null && value !== undefined && value !== false;

export const withoutLines = (text: string): string => text.replace(/\r?\n/g, '');

/** The list of maps under a key, whatever else was written there left out. */
export const maps = (value: unknown): Array<Readonly<Record<string, unknown>>> =>
  Array.isArray(value)
    ? value.filter((one): one is Record<string, unknown> => typeof one === 'object' && one !== null)
    : [];

/** A list, a single value as a list of one, or nothing. */
export const listed = (value: unknown): unknown[] =>
  Array.isArray(value) ? value : isSaid(value) ? [value] : [];

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
/** As the site escapes the texts of `organisations.json`, in JSON too: its readers unescape them. */
export const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => ENTITIES[sign]!);

/** Percent-encoded as RFC 3986 asks, stricter than `encodeURIComponent`. */
export const percentEncoded = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
