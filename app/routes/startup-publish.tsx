import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { Form, Link, useActionData, useLoaderData } from '@remix-run/react';
import { Breadcrumb } from '~/design/Breadcrumb';
import { Hidden } from '~/design/form/Field';
import { ConflictFields } from '~/exchange/publication/parts/ConflictFields';
import { Differences } from '~/exchange/publication/parts/Differences';
import { startupPath } from '~/platform/addresses';
import { choicesIn, conflictPage, publish, startupTarget } from './editing.server';
import { allowed, formOf } from './guards.server';
import { startupOf, tiesOf } from './startup-lookup.server';

async function targetOf(args: LoaderFunctionArgs) {
  const startup = startupOf(args.context.network, args.params.id, '/modifier/publier');
  const session = await allowed(args, 'startup.modifier', tiesOf(startup));
  return {
    startup,
    target: startupTarget(args.context, startup, session.actor.personId),
  };
}

export async function loader(args: LoaderFunctionArgs) {
  const { startup, target } = await targetOf(args);
  return {
    ...(await conflictPage(args.context, target)),
    title: startup.title,
    path: startupPath(startup.publicId),
  };
}

export async function action(args: ActionFunctionArgs) {
  const { startup, target } = await targetOf(args);
  const form = await formOf(args.request);
  const version = Number(form.get('version'));
  const choices = choicesIn(form);
  return publish(
    args.context,
    target,
    Number.isInteger(version) ? version : -1,
    Object.keys(choices).length > 0 ? { choices, seen: String(form.get('vu') ?? '') } : null,
    `${startupPath(startup.publicId)}/modifier?fait=publie`,
  );
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `Publier ${data?.title ?? ''} · Jalons` },
  { name: 'robots', content: 'noindex' },
];

export default function StartupPublish() {
  const page = useLoaderData<typeof loader>();
  const answer = useActionData() as
    { problem: string | null; conflict: boolean; chose?: boolean } | undefined;
  return (
    <div className="page max-w-5xl py-10">
      <Breadcrumb
        path={[
          { label: page.title, to: page.path },
          { label: 'Modifier', to: `${page.path}/modifier` },
        ]}
        here="Publier"
      />
      <h1>Publier {page.title}</h1>
      {answer?.problem && (
        <p role="alert" className="fr-alert fr-alert--error">
          {answer.problem}
        </p>
      )}
      {page.mistakes.length > 0 && (
        <div className="carte mb-6">
          <p className="m-0 font-medium">À corriger avant de publier :</p>
          <ul className="m-0 pl-4">
            {page.mistakes.map((mistake) => (
              <li key={`${mistake.section}.${mistake.field}`}>
                <Link to={`${page.path}/modifier/${mistake.section}#${mistake.field}`}>
                  {mistake.sentence}
                </Link>
              </li>
            ))}
          </ul>
        </div>
      )}
      {page.version === 0 ? (
        <p>
          Il n’y a rien à publier : tout est déjà en ligne.{' '}
          <Link to={`${page.path}/modifier`}>Revenir aux parties</Link>
        </p>
      ) : page.overtaken ? (
        <Form method="post">
          <p role="alert" className="text-lg">
            Quelqu’un a publié cette page pendant que vous écriviez. Voici les deux versions, champ par champ
             : gardez l’une ou l’autre, puis publiez. Rien n’est perdu.
          </p>
          <Hidden name="version" value={page.version} />
          <Hidden name="vu" value={page.sha256} />
          <ConflictFields
            fields={page.fields}
            theirsLabel="En ligne maintenant"
            mineLabel="Votre brouillon"
            missing={
              answer?.chose ? page.fields.filter(({ who }) => who === 'both').map(({ key }) => key) : []
            }
          />
          <button type="submit" className="fr-btn">
            Publier avec ces choix
          </button>
        </Form>
      ) : (
        <Form method="post">
          <dl className="grid gap-4">
            {page.changes.map((change) => (
              <div key={change.label}>
                <dt className="font-medium">{change.label}</dt>
                <dd className="m-0">
                  <Differences parts={change.parts} />
                </dd>
              </div>
            ))}
          </dl>
          <Hidden name="version" value={page.version} />
          <button type="submit" className="fr-btn" disabled={page.mistakes.length > 0}>
            Publier
          </button>
        </Form>
      )}
    </div>
  );
}
