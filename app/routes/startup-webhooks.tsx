import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { Breadcrumb } from '~/design/Breadcrumb';
import type { FormAnswer } from '~/design/form/Mistakes';
import { ofName } from '~/design/formats';
import { WebhookRoom } from '~/exchange/webhooks/parts/WebhookRoom';
import { startupPath } from '~/platform/addresses';
import { allowed } from './guards.server';
import { startupOf, tiesOf } from './startup-lookup.server';
import { changeWebhooks, webhookRoom } from './webhook-room.server';

async function editable(args: LoaderFunctionArgs) {
  const startup = startupOf(args.context.network, args.params['id'], '/envois');
  await allowed(args, 'startup.modifier', tiesOf(startup));
  return startup;
}

export async function loader(args: LoaderFunctionArgs) {
  const startup = await editable(args);
  return {
    ...(await webhookRoom(args, tiesOf(startup))),
    title: startup.title,
    path: startupPath(startup.publicId),
  };
}

export async function action(args: ActionFunctionArgs) {
  return changeWebhooks(args, tiesOf(await editable(args)));
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `Adresses prévenues ${ofName(data?.title ?? '')} · Jalons` },
  { name: 'robots', content: 'noindex' },
];

export default function StartupWebhooks() {
  const page = useLoaderData<typeof loader>();
  const answer = useActionData() as FormAnswer | undefined;
  return (
    <div className="page max-w-4xl py-10">
      <Breadcrumb
        path={[
          { label: page.title, to: page.path },
          { label: 'Programmes', to: `${page.path}/programmes` },
        ]}
        here="Adresses prévenues"
      />
      <h1>Adresses prévenues</h1>
      <p className="text-lg">Qui est prévenu quand la page de {page.title} change.</p>
      <WebhookRoom webhooks={page.webhooks} done={page.done} answer={answer} />
    </div>
  );
}
