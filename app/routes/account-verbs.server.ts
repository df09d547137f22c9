import { addressField, dayField, line, mistakesByField } from '~/platform/form-fields';
import { z } from 'zod';
import {
  askToAddAddress,
  chooseMails,
  eraseOneself,
  follow,
  opposePublication,
  removeAddress,
  rename,
} from '~/person/account.server';
import { RuleError } from '~/person/acting';
import { OPTIONAL_MAILS, type MailKind } from '~/person/mail-kinds';
import type { Session } from '~/person/session.server';
import {
  closeOtherSessions,
  closeSession,
  delegate,
  endDelegation,
  switchDelegation,
} from '~/person/trust.server';
import { textsOf } from './guards.server';
import type { SiteContext } from './site-context';

/** What was done on an account; the page says each in a sentence. */
export type AccountDeed =
  | 'nom'
  | 'adresse'
  | 'adresse-retiree'
  | 'session'
  | 'courriels'
  | 'suivi'
  | 'publication'
  | 'delegation'
  | 'delegation-finie'
  | 'agir'
  | 'efface';

function parsedOr<T>(schema: z.ZodType<T>, value: unknown): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [field, sentence] = Object.entries(mistakesByField(parsed.error))[0]!;
  throw new RuleError(sentence, field === 'form' ? null : field);
}

/**
 * Does what the form of the account page asks.
 * @throws RuleError with the field that is to be corrected.
 */
export async function doOnAccount(
  context: SiteContext,
  session: Session,
  form: FormData,
): Promise<AccountDeed> {
  const typed = textsOf(form);
  const verbs: Readonly<Record<string, () => Promise<AccountDeed>>> = {
    nom: async () => {
      await rename(context, parsedOr(z.object({ nom: line('Nom') }), typed).nom);
      return 'nom';
    },
    'ajouter-adresse': async () => {
      await askToAddAddress(context, parsedOr(z.object({ courriel: addressField }), typed).courriel);
      context.mail.wake();
      return 'adresse';
    },
    'retirer-adresse': async () => {
      await removeAddress(context, typed['adresse'] ?? '');
      return 'adresse-retiree';
    },
    'fermer-session': async () => {
      await closeSession(
        context,
        parsedOr(z.object({ session: z.uuid({ error: 'Cette session n’existe plus.' }) }), typed).session,
      );
      return 'session';
    },
    'fermer-autres': async () => {
      await closeOtherSessions(context, session.id);
      return 'session';
    },
    courriels: async () => {
      const wanted = form
        .getAll('courriels')
        .filter((kind): kind is MailKind => (OPTIONAL_MAILS as unknown[]).includes(kind));
      await chooseMails(context, wanted);
      return 'courriels';
    },
    'ne-plus-suivre': async () => {
      const thing = parsedOr(
        z.object({
          nature: z.enum(['startup', 'incubator']),
          id: z.uuid({ error: 'Cette page n’existe plus.' }),
        }),
        typed,
      );
      await follow(context, { kind: thing.nature, id: thing.id }, false);
      return 'suivi';
    },
    deleguer: async () => {
      await delegate(
        context,
        parsedOr(z.object({ courriel: addressField, fin: dayField('Fin') }), {
          courriel: typed['delegue'],
          fin: typed['fin'],
        }),
      );
      return 'delegation';
    },
    'finir-delegation': async () => {
      await endDelegation(
        context,
        parsedOr(z.object({ delegation: z.uuid({ error: 'Cette délégation n’existe plus.' }) }), typed)
          .delegation,
      );
      return 'delegation-finie';
    },
    'agir-pour': async () => {
      const personId =
        (typed['personne'] ?? '') === ''
          ? null
          : parsedOr(z.object({ personne: z.uuid({ error: 'Cette personne n’existe plus.' }) }), typed)
              .personne;
      await switchDelegation(context, session, personId);
      return 'agir';
    },
    publication: async () => {
      await opposePublication(context, form.getAll('publication').includes('non'));
      await context.refreshNetwork();
      return 'publication';
    },
    effacer: async () => {
      if ((typed['mot'] ?? '').trim().toUpperCase() !== 'EFFACER') {
        throw new RuleError('Écrivez EFFACER pour confirmer : rien n’a été effacé.', 'mot');
      }
      await eraseOneself(context);
      return 'efface';
    },
  };
  const verb = Object.hasOwn(verbs, typed['intention'] ?? '') ? verbs[typed['intention']!] : undefined;
  if (!verb) throw new RuleError('Cette action n’existe pas.');
  return verb();
}
