import { timingSafeEqual } from 'node:crypto';
import type { ActionFunctionArgs } from '@remix-run/node';
import { noteBounce, readBounce } from '~/platform/mail/bounces.server';
import { notFound } from './answers.server';

const answer = (status: number, sentence: string) =>
  new Response(`${sentence}\n`, {
    status,
    headers: { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' },
  });

const sameSecret = (a: string, b: string): boolean => {
  const [one, other] = [Buffer.from(a), Buffer.from(b)];
  return one.length === other.length && timingSafeEqual(one, other);
};

/** Nothing is read here. */
export const loader = () => {
  throw notFound('Cette adresse reçoit les retours de courriels : elle n’a rien à lire.');
};

/** What the mail server brings when a mail came back: the message as it is, with the secret of the settings. */
export async function action({ context, request }: ActionFunctionArgs) {
  const secret = context.settings.bounceToken;
  const borne = /^Bearer (.+)$/.exec(request.headers.get('Authorization') ?? '')?.[1];
  if (secret === null || borne === undefined || !sameSecret(borne, secret))
    return answer(401, 'Cette adresse demande le secret RETOURS_JETON.');
  const bounce = readBounce(await request.text());
  if (bounce === null) return answer(202, 'Ce message n’est pas un avis de non-remise : rien n’est noté.');
  const noted = await noteBounce(context.database.prisma, bounce);
  return noted === 0
    ? answer(202, 'Aucun courriel d’ici n’est concerné : rien n’est noté.')
    : answer(200, 'C’est noté.');
}
