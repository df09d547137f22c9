/** Where a sign-in may lead back to: a path of this site, and no sign-in page. */
export const isSafeReturn = (path: string): boolean =>
  /^\/(?![/\\])[^\\\s\p{Cc}]*$/u.test(path) &&
  path.length <= 2000 &&
  !/^\/(connexion|deconnexion)\b/.test(path);

export const safeReturn = (path: string | null | undefined): string =>
  path && isSafeReturn(path) ? path : '/espace';
