/** Addresses of the pages of what the network holds: an id may bear any character. */
export const startupPath = (publicId: string): string => `/startups/${encodeURIComponent(publicId)}`;
export const incubatorPath = (publicId: string): string => `/incubateurs/${encodeURIComponent(publicId)}`;
/** Everything that the administrations of a ministerial domain carry. */
export const ministryPath = (domain: string): string => `/ministeres/${encodeURIComponent(domain)}`;
export const organisationPath = (publicId: string): string =>
  `/organisations/${encodeURIComponent(publicId)}`;
export const helpPath = (id: string): string => `/aide/${encodeURIComponent(id)}`;
export const committeePath = (id: string): string => `/comites/${id}`;
export const callPath = (id: string): string => `/appels/${id}`;
export const applicationPath = (id: string): string => `/candidatures/${id}`;
