import {
  redirect,
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
} from '@remix-run/node';
import { Link, useActionData, useLoaderData } from '@remix-run/react';
import { Breadcrumb } from '~/design/Breadcrumb';
import { Done, MistakeSummary, type FormAnswer } from '~/design/form/Mistakes';
import { incubatorPath } from '~/platform/addresses';
import type { TeamPlace } from '~/person/missions.server';
import { InvitationForm, TeamTable } from '~/person/parts/TeamTable';
import { NETWORK } from '~/person/rights';
import { allowed, formOf } from './guards.server';
import {
  doneQuery,
  doneSentence,
  employerChoices,
  roleChoices,
  teamAction,
  teamLines,
} from './team-page.server';

const PLACE: TeamPlace = { kind: 'network', title: 'le réseau', path: '/reseau' };

export async function loader(args: LoaderFunctionArgs) {
  await allowed(args, 'reseau.donner-roles', NETWORK);
  return {
    lines: await teamLines(args.context, PLACE),
    roles: roleChoices(args.context, PLACE),
    employers: employerChoices(),
    today: args.context.clock.today(),
    incubators: args.context.network.incubators.map(({ title, publicId }) => ({
      title,
      to: `${incubatorPath(publicId)}/equipe`,
    })),
    done: doneSentence(args.request),
  };
}

export async function action(args: ActionFunctionArgs) {
  await allowed(args, 'reseau.donner-roles', NETWORK);
  const form = await formOf(args.request);
  const answer = await teamAction(args.context, PLACE, form);
  if (answer === null) return redirect(`/reseau/roles?${doneQuery(form)}`);
  return Response.json(answer ?? { typed: {}, mistakes: { form: 'Cette action n’existe pas.' } }, {
    status: 400,
  });
}

export const meta: MetaFunction = () => [
  { title: 'Rôles du réseau · Jalons' },
  { name: 'robots', content: 'noindex' },
];

export default function NetworkRoles() {
  const page = useLoaderData<typeof loader>();
  const answer = useActionData() as FormAnswer | undefined;
  return (
    <div className="page max-w-4xl py-10">
      <Breadcrumb path={[{ label: 'Mon espace', to: '/espace' }]} here="Rôles du réseau" />
      <h1>Rôles du réseau</h1>
      {page.done && !answer && <Done title={page.done} />}
      <MistakeSummary mistakes={answer?.mistakes} answer={answer} />
      <TeamTable
        lines={page.lines}
        manages
        roles={page.roles}
        employers={page.employers}
        empty="Personne n’a encore de rôle ici."
      />
      <section aria-labelledby="inviter" className="mt-10">
        <h2 id="inviter">Donner un rôle</h2>
        <InvitationForm
          key={page.lines.length}
          roles={page.roles}
          employers={page.employers}
          answer={answer}
          start={page.today}
        />
      </section>
      <section aria-labelledby="incubateurs" className="mt-10">
        <h2 id="incubateurs">Diriger un incubateur</h2>
        <p>
          Le premier rôle de direction se donne sur la page de chaque incubateur ; sa direction donne ensuite
          les autres.
        </p>
        <ul className="m-0 list-none columns-1 p-0 sm:columns-2">
          {page.incubators.map((incubator) => (
            <li key={incubator.to} className="py-1">
              <Link to={incubator.to}>{incubator.title}</Link>
            </li>
          ))}
        </ul>
      </section>
    </div>
  );
}
