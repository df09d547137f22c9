/** What a program may write for a startup, each with the right that whoever made its token must still have. */
export const TOKEN_SCOPES = {
  valeurs: { label: 'Les valeurs des mesures', needs: 'startup.modifier' },
  fiche: { label: 'La fiche : textes, liens, publics, conformité', needs: 'startup.modifier' },
  comites: { label: 'Les dates des comités', needs: 'startup.tenir-comite' },
} as const;
export type TokenScope = keyof typeof TOKEN_SCOPES;
export const TOKEN_SCOPE_CODES = Object.keys(TOKEN_SCOPES) as TokenScope[];
