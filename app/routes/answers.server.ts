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

/** It was here and is no more. */
export const gone = (sentence: string): Response =>
  answer(410, { title: 'Page archivée', sentences: [sentence] });

export const forbidden = (reason: string): Response =>
  answer(403, { title: 'Accès réservé', sentences: [reason] });

/** A day that is none, or that has not come. */
export const notADay = (field: string): Response =>
  answer(400, {
    title: 'Adresse à corriger',
    sentences: [`Dans l’adresse, « ${field} » est un jour passé ou d’aujourd’hui, comme 2024-12-31.`],
  });

/** A part of the address that names nothing known. */
export const noSuchPart = (field: string): Response =>
  answer(400, {
    title: 'Adresse à corriger',
    sentences: [
      `Dans l’adresse, « ${field} » n’est rien de connu : repartez de la page et suivez ses liens.`,
    ],
  });

/** A year of which nothing can be known here. */
export const noSuchYear = (first: number, last: number): Response =>
  answer(400, {
    title: 'Adresse à corriger',
    sentences: [`Dans l’adresse, « annee » va de ${first} à ${last}.`],
  });

const mistakesOf = (error: z.ZodError): string[] =>
  error.issues.map((issue) => `Dans l’adresse, « ${String(issue.path[0] ?? '')} » ${issue.message}.`);

/** What an address asks wrongly, a sentence for each part. */
export const badQuery = (error: z.ZodError): Response =>
  answer(400, { title: 'Adresse à corriger', sentences: mistakesOf(error) });

/** The same where no page is drawn: for files. */
export const badFileQuery = (error: z.ZodError): Response =>
  new Response(`${mistakesOf(error).join('\n')}\n`, {
    status: 400,
    headers: { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' },
  });
