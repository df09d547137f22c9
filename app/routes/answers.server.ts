import type { z } from 'zod';

/** Pages that anyone may keep, to be asked about again at each visit (their ETag answers). */
export const PUBLIC_PAGE = { 'Cache-Control': 'public, max-age=0, must-revalidate' } as const;

export interface ErrorAnswer {
  title: string;
  sentences: string[];
}

const answer = (status: number, body: ErrorAnswer): Response =>
  Response.json(body, { status, headers: { 'Cache-Control': 'no-store' } });

export const notFound = (sentence: string): Response =>
  answer(404, { title: 'Page introuvable', sentences: [sentence] });

export const forbidden = (reason: string): Response =>
  answer(403, { title: 'Accès réservé', sentences: [reason] });

/** What an address asks wrongly, a sentence for each part. */
export function badQuery(error: z.ZodError): Response {
  return answer(400, {
    title: 'Adresse à corriger',
    sentences: error.issues.map(
      (issue) => `Dans l’adresse, « ${String(issue.path[0] ?? '')} » ${issue.message}.`,
    ),
  });
}
