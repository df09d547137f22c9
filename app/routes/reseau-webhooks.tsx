import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { Breadcrumb } from '~/design/Breadcrumb';
import type { FormAnswer } from '~/design/form/Mistakes';
import { WebhookRoom } from '~/exchange/webhooks/parts/WebhookRoom';
import { NETWORK } from '~/person/rights';
import { allowed } from './guards.server';
import { changeWebhooks, webhookRoom } from './webhook-room.server';

export async function loader(args: LoaderFunctionArgs) {
  await allowed(args, 'reseau.modifier', NETWORK);
  return webhookRoom(args, null);
}

export async function action(args: ActionFunctionArgs) {
  await allowed(args, 'reseau.modifier', NETWORK);
  return changeWebhooks(args, null);
}

export const meta: MetaFunction = () => [
  { title: 'Adresses prévenues · Jalons' },
  { name: 'robots', content: 'noindex' },
];

export default function NetworkWebhooks() {
  const page = useLoaderData<typeof loader>();
  const answer = useActionData() as FormAnswer | undefined;
  return (
    <div className="page max-w-4xl py-10">
      <Breadcrumb path={[{ label: 'Listes du réseau', to: '/reseau' }]} here="Adresses prévenues" />
      <h1>Adresses prévenues</h1>
      <p className="text-lg">Qui est prévenu quand la page d’une startup du réseau change.</p>
      <WebhookRoom webhooks={page.webhooks} done={page.done} answer={answer} />
    </div>
  );
}
