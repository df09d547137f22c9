import { redirect, type LoaderFunctionArgs } from '@remix-run/node';
import { z } from 'zod';
import { formatInstant } from '~/design/formats';
import {
  addWebhook,
  removeWebhook,
  resumeWebhook,
  signingSecret,
  webhooksOf,
  type Followed,
} from '~/exchange/webhooks/webhooks.server';
import { RuleError } from '~/person/acting';
import { line, optionalUrl } from '~/platform/form-fields';
import { isId } from '~/platform/identifier';
import { mistaken, textFields, tried, triedWith } from './guards.server';

const STATES = { attend: 'attend', envoye: 'envoyé', abandonne: 'abandonné' } as const;

/** The addresses that are told of changes, as their page shows them. The caller has the right. */
export async function webhookRoom({ context, request }: LoaderFunctionArgs, followed: Followed) {
  const webhooks = await webhooksOf(context.database.prisma, followed?.id ?? null);
  return {
    done: new URL(request.url).searchParams.get('fait'),
    webhooks: webhooks.map(({ id, label, address, createdAt, stoppedBecause, deliveries }) => ({
      id,
      label,
      address,
      since: formatInstant(createdAt),
      stoppedBecause,
      secret: signingSecret(context.secret, id),
      deliveries: deliveries.map((one) => ({
        id: one.id,
        at: formatInstant(one.at),
        state: STATES[one.state],
        words: [
          one.outcome ?? 'pas encore essayé',
          one.attempts > 1 ? `${one.attempts} essais` : '',
          one.state === 'attend' && one.attempts > 0 ? 'nouvel essai à cette heure' : '',
        ]
          .filter(Boolean)
          .join(', '),
      })),
    })),
  };
}
export type WebhookRoomPage = Awaited<ReturnType<typeof webhookRoom>>;

const webhookSchema = z
  .object({
    libelle: line('À quoi elle sert', { max: 100 }),
    adresse: optionalUrl('Adresse').refine((text) => text !== '', { error: 'Donnez l’adresse à prévenir.' }),
  })
  .transform(({ libelle, adresse }) => ({ label: libelle, address: adresse }));

/** Adds, takes up again or takes away an address. The caller has the right. */
export async function changeWebhooks({ context, request }: LoaderFunctionArgs, followed: Followed) {
  const typed = await textFields(request);
  const intention = typed['intention'] ?? '';
  const known = () => {
    const id = typed['envoi'] ?? '';
    if (!isId(id)) throw new RuleError('Cette adresse n’est plus prévenue.');
    return id;
  };
  const refused =
    intention === 'ajouter'
      ? await triedWith(webhookSchema, typed, (input) => addWebhook(context, followed, input))
      : await tried(async () => {
          if (intention === 'retirer') return removeWebhook(context, followed, known());
          if (intention === 'reprendre') return resumeWebhook(context, followed, known());
          throw new RuleError('Cette action n’existe pas.');
        });
  return refused
    ? mistaken(typed, refused)
    : redirect(`${new URL(request.url).pathname.replace(/\.data$/, '')}?fait=${intention}`);
}
