import { redirect } from '@remix-run/node';
import { RefusedError, RuleError, StaleError } from '~/person/acting';
import { can, type Action, type PersonActor, type ThingOf } from '~/person/rights';
import { formerBearer, type Session } from '~/person/session.server';
import { isSafeReturn } from '~/person/sign-in/return-to';
import { clearCookie, COOKIES, readCookie, setCookie } from '~/platform/http/cookies';
import { parkForm, PARKED_SECONDS } from '~/person/parked-form.server';
import type { IncubatorFacts } from '~/network/facts';
import { forbidden, notFound } from './answers.server';
import { mistakesByField } from '~/platform/form-fields';
import { isId } from '~/platform/identifier';
import type { z } from 'zod';
import type { SiteContext } from './site-context';

interface Asked {
  context: SiteContext;
  request: Request;
}

/** The path asked for, without what the framework adds to fetch its data. */
export function pathOf(request: Request): string {
  const url = new URL(request.url);
  url.searchParams.delete('_routes');
  return url.pathname.replace(/\.data$/, '') + url.search;
}

const toSignIn = (path: string): string =>
  `/connexion${isSafeReturn(path) && path !== '/' ? `?retour=${encodeURIComponent(path)}` : ''}`;

/** A form sent by somebody whose session had ended: kept for this browser while its author signs in again. */
async function park({ context, request }: Asked): Promise<Response> {
  const token = readCookie(request.headers.get('Cookie'), COOKIES.session);
  const path = pathOf(request);
  const personId = token === null ? null : await formerBearer(context.database.prisma, token);
  if (personId === null || !isSafeReturn(path) || path.startsWith('/reprendre'))
    return redirect(toSignIn(path));
  const form = await request
    .clone()
    .formData()
    .catch(() => null);
  if (!form) return redirect(toSignIn(path));
  const parked = await parkForm(context.database.prisma, context.clock.now(), { path, form, personId });
  return redirect('/connexion?reprise=oui', {
    headers: { 'Set-Cookie': setCookie(COOKIES.parked, parked, PARKED_SECONDS) },
  });
}

/** @throws a way to sign in, and back here afterwards; what was typed is kept. */
export async function signedIn(asked: Asked): Promise<Session & { actor: PersonActor }> {
  const { context, request } = asked;
  if (context.session) return context.session;
  if (request.method === 'GET') throw redirect(toSignIn(pathOf(request)));
  throw await park(asked);
}

/** Signed in and allowed. @throws a way to sign in, or a refusal with its reason. */
export async function allowed<A extends Action>(
  asked: Asked,
  action: A,
  thing: ThingOf<A>,
): Promise<Session & { actor: PersonActor }> {
  const answer = can(asked.context.actor, action, thing, asked.context.clock.today());
  const session = await signedIn(asked);
  if (!answer.allowed) throw forbidden(answer.reason);
  return session;
}

/**
 * Does a verb. What a rule refuses comes back as mistakes by field, for the form; what a right refuses is a page.
 * @returns null when it is done.
 */
export async function tried(verb: () => Promise<unknown>): Promise<Record<string, string> | null> {
  try {
    await verb();
    return null;
  } catch (error) {
    if (error instanceof RefusedError) throw forbidden(error.message);
    if (error instanceof RuleError) return { [error.field ?? 'form']: error.message };
    if (error instanceof StaleError) return { form: error.message };
    throw error;
  }
}

/**
 * Reads what was typed by its schema, then does the verb with it.
 * @returns the mistakes by field, the schema's or the rule's; null when it is done.
 */
export async function triedWith<Schema extends z.ZodType>(
  schema: Schema,
  typed: Readonly<Record<string, string>>,
  verb: (input: z.output<Schema>) => Promise<unknown>,
): Promise<Record<string, string> | null> {
  const parsed = schema.safeParse(typed);
  return parsed.success ? tried(() => verb(parsed.data)) : mistakesByField(parsed.error);
}

/** The ids that boxes of one name were ticked for. */
export const idsIn = (form: FormData, name: string): string[] =>
  form.getAll(name).filter((id): id is string => typeof id === 'string' && isId(id));

/**
 * The form that was sent, empty when it is none. Its texts hold no zero byte and no half of a character: neither
 * can be typed, and no database keeps them.
 */
export async function formOf(request: Request): Promise<FormData> {
  const sent = await request.formData().catch(() => new FormData());
  const form = new FormData();
  for (const [name, value] of sent) {
    if (typeof value === 'string') form.append(name, value.toWellFormed().replaceAll('\0', ''));
    else form.append(name, value, value.name);
  }
  return form;
}

/** The fields of a form as text; files and doubles leave the first text only. */
export function textsOf(form: FormData): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const [name, value] of form) {
    if (typeof value === 'string' && !Object.hasOwn(fields, name)) fields[name] = value;
  }
  return fields;
}

const LATEST_VERSION = 1_000_000_000;
/** The version that a form was opened on; one that can be none is nobody's present one. */
export function versionOf(typed: Readonly<Record<string, string>>): number {
  const version = Number(typed['version']);
  return Number.isInteger(version) && version >= 0 && version <= LATEST_VERSION ? version : -1;
}

export const textFields = async (request: Request): Promise<Record<string, string>> =>
  textsOf(await formOf(request));

/** Mistakes as an answer that the page draws beside its fields. */
export const mistaken = (
  typed: Readonly<Record<string, string>>,
  mistakes: Readonly<Record<string, string>>,
  status = 400,
): Response => Response.json({ typed, mistakes }, { status });

export const forgetParked = (): string => clearCookie(COOKIES.parked);

/** An incubator of one's own, hidden or not: only someone signed in learns whether it is there. @throws */
export async function ownIncubatorOf(
  asked: Asked & { params: { id?: string | undefined } },
): Promise<IncubatorFacts> {
  await signedIn(asked);
  const incubator = asked.context.network.incubatorById.get((asked.params.id ?? '').normalize('NFC'));
  if (!incubator) throw notFound('Aucun incubateur ne porte cet identifiant.');
  return incubator;
}
