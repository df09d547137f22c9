import {
  redirect,
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
} from '@remix-run/node';
import { Form, Link, useActionData, useLoaderData } from '@remix-run/react';
import { Breadcrumb } from '~/design/Breadcrumb';
import { Hidden } from '~/design/form/Field';
import { MistakeSummary, type FormAnswer } from '~/design/form/Mistakes';
import { formatAmount, ofName } from '~/design/formats';
import { RuleError } from '~/person/acting';
import { can } from '~/person/rights';
import { callPath, startupPath } from '~/platform/addresses';
import { isId } from '~/platform/identifier';
import { applicationsOfStartup, beginApplication } from '~/round/application/applications.server';
import { applicationState } from '~/round/application/states';
import { callsOf } from '~/round/calls/calls.server';
import { shownCall } from '~/round/calls/shown';
import { allowed, mistaken, textFields, tried } from './guards.server';
import { startupOf, tiesOf } from './startup-lookup.server';

export async function loader(args: LoaderFunctionArgs) {
  const { context } = args;
  const startup = startupOf(context.network, args.params['id'], '/candidatures');
  const ties = tiesOf(startup);
  await allowed(args, 'startup.voir-interieur', ties);
  const { prisma } = context.database;
  const now = context.clock.now();
  const calls = await callsOf(prisma);
  const applications = await applicationsOfStartup(prisma, startup.id);
  return {
    title: startup.title,
    path: startupPath(startup.publicId),
    writes: can(context.actor, 'startup.modifier', ties, context.clock.today()).allowed,
    open: calls
      .filter((call) => applications.every(({ callId }) => callId !== call.id))
      .map((call) => shownCall(call, now))
      .filter(({ state }) => state === 'ouvert'),
    applications: applications.flatMap((application) => {
      const call = calls.find(({ id }) => id === application.callId);
      return call
        ? [
            {
              id: application.id,
              call: call.title,
              sentence: shownCall(call, now).sentence,
              state: applicationState(application, call),
              awarded:
                call.announcedAt === null || application.awarded === null
                  ? null
                  : formatAmount(application.awarded),
              feedback:
                call.announcedAt === null || application.feedbackApprovedAt === null
                  ? null
                  : application.feedback,
            },
          ]
        : [];
    }),
  };
}

export async function action(args: ActionFunctionArgs) {
  const { context } = args;
  const startup = startupOf(context.network, args.params['id']);
  await allowed(args, 'startup.modifier', tiesOf(startup));
  const typed = await textFields(args.request);
  let id = '';
  const refused = await tried(async () => {
    if (!isId(typed['appel'] ?? '')) throw new RuleError('Cet appel n’existe plus.');
    id = await beginApplication(context, typed['appel']!, tiesOf(startup));
  });
  return refused ? mistaken(typed, refused) : redirect(`/candidatures/${id}`);
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `Candidatures ${ofName(data?.title ?? '')} · Jalons` },
  { name: 'robots', content: 'noindex' },
];

export default function StartupApplications() {
  const page = useLoaderData<typeof loader>();
  const answer = useActionData() as FormAnswer | undefined;
  return (
    <div className="page max-w-5xl py-10">
      <Breadcrumb
        path={[
          { label: 'Startups', to: '/startups' },
          { label: page.title, to: page.path },
        ]}
        here="Candidatures"
      />
      <h1 className="mb-2">Candidatures {ofName(page.title)}</h1>
      <MistakeSummary mistakes={answer?.mistakes} answer={answer} />
      {page.open.length > 0 && page.writes && (
        <section aria-labelledby="ouverts">
          <h2 id="ouverts">Appels ouverts</h2>
          <ul className="m-0 grid list-none gap-4 p-0">
            {page.open.map((call) => (
              <li key={call.id} className="carte">
                <h3 className="m-0 text-lg">
                  <Link to={callPath(call.id)}>{call.title}</Link>
                </h3>
                <p>{call.sentence}</p>
                <Form method="post">
                  <Hidden name="appel" value={call.id} />
                  <button type="submit" className="fr-btn" aria-label={`Candidater à ${call.title}`}>
                    Candidater
                  </button>
                </Form>
              </li>
            ))}
          </ul>
        </section>
      )}
      <section aria-labelledby="siennes" className="mt-8">
        <h2 id="siennes">Ses candidatures</h2>
        {page.applications.length === 0 ? (
          <p>
            Aucune encore. Quand un <Link to="/appels">appel</Link> est ouvert, la candidature se commence ici
             : ce que Jalons sait de la startup est déjà rempli.
          </p>
        ) : (
          <table className="tableau empile">
            <caption className="sr-only">Candidatures {ofName(page.title)}</caption>
            <thead>
              <tr>
                <th scope="col">Appel</th>
                <th scope="col">Où elle en est</th>
                <th scope="col" className="nombre">
                  Montant
                </th>
              </tr>
            </thead>
            <tbody>
              {page.applications.map((one) => (
                <tr key={one.id}>
                  <th scope="row" className="font-normal">
                    {page.writes ? <Link to={`/candidatures/${one.id}`}>{one.call}</Link> : one.call}
                    <span className="block text-sm text-discret">{one.sentence}</span>
                  </th>
                  <td data-label="Où elle en est">
                    {one.state}
                    {one.feedback && (
                      <details className="mt-1">
                        <summary className="lien cursor-pointer" aria-label={`Retour du jury, ${one.call}`}>
                          Retour du jury
                        </summary>
                        <p className="m-0 whitespace-pre-wrap">{one.feedback}</p>
                      </details>
                    )}
                  </td>
                  <td data-label="Montant" className="nombre">
                    {one.awarded ?? '–'}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </section>
    </div>
  );
}
