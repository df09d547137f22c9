import { parse, serialize } from 'cookie';

/** Cookies of the product; the prefix ties them to this host, over https or the loopback. */
export const COOKIES = {
  session: '__Host-session',
  /** The browser that asked for a sign-in link. */
  link: '__Host-lien',
  /** The sign-in with the identity provider that is under way. */
  provider: '__Host-fournisseur',
  /** A form that waits for its author to sign in again. */
  parked: '__Host-reprise',
  /** A committee's file that this browser opened by a signed link. */
  reading: '__Host-lecture',
} as const;
export type CookieName = (typeof COOKIES)[keyof typeof COOKIES];

export const readCookie = (header: string | null | undefined, name: CookieName): string | null =>
  parse(header ?? '')[name] ?? null;

/** @param seconds how long the browser keeps it; absent, until it closes. */
export const setCookie = (name: CookieName, value: string, seconds?: number): string =>
  serialize(name, value, {
    path: '/',
    httpOnly: true,
    secure: true,
    sameSite: 'lax',
    ...(seconds === undefined ? {} : { maxAge: seconds }),
  });

export const clearCookie = (name: CookieName): string => setCookie(name, '', 0);

const LOOPBACK = /^(localhost|127(\.\d+){3}|\[::1\])$/;

/** Whether a browser keeps our cookies at this origin: over https, or on the machine itself. */
export const keepsCookies = (origin: string): boolean => {
  const { protocol, hostname } = new URL(origin);
  return protocol === 'https:' || LOOPBACK.test(hostname);
};
