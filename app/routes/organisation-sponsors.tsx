import {
  redirect,
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
} from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { Breadcrumb } from '~/design/Breadcrumb';
import { Done, MistakeSummary, type FormAnswer } from '~/design/form/Mistakes';
import { ofName } from '~/design/formats';
import type { TeamPlace } from '~/person/missions.server';
import { InvitationForm, TeamTable } from '~/person/parts/TeamTable';
import { NETWORK } from '~/person/rights';
import { organisationPath } from '~/platform/addresses';
import { notFound } from './answers.server';
import { allowed, formOf } from './guards.server';
import {
  doneQuery,
  doneSentence,
  employerChoices,
  roleChoices,
  teamAction,
  teamLines,
} from './team-page.server';

/** The administration whose sponsors are named, for whoever gives the network's roles. */
async function placeOf(args: LoaderFunctionArgs) {
  await allowed(args, 'reseau.donner-roles', NETWORK);
  const organisation = args.context.network.organisationById.get((args.params.id ?? '').normalize('NFC'));
  if (!organisation) throw notFound('Cette administration n’est pas dans la liste.');
  const place: Extract<TeamPlace, { kind: 'organisation' }> = {
    kind: 'organisation',
    id: organisation.id,
    title: organisation.name,
    path: organisationPath(organisation.publicId),
  };
  return {
    place,
    here: `/reseau/organisations/${encodeURIComponent(organisation.publicId)}`,
  };
}

export async function loader(args: LoaderFunctionArgs) {
  const { place, here } = await placeOf(args);
  return {
    title: place.title,
    here,
    today: args.context.clock.today(),
    lines: await teamLines(args.context, place),
    roles: roleChoices(args.context, place),
    employers: employerChoices(),
    done: doneSentence(args.request),
  };
}

export async function action(args: ActionFunctionArgs) {
  const { place, here } = await placeOf(args);
  const form = await formOf(args.request);
  const answer = await teamAction(args.context, place, form);
  if (answer === null) return redirect(`${here}/sponsors?${doneQuery(form)}`);
  return Response.json(answer ?? { typed: {}, mistakes: { form: 'Cette action n’existe pas.' } }, {
    status: 400,
  });
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `Sponsors ${ofName(data?.title ?? '')} · Jalons` },
  { name: 'robots', content: 'noindex' },
];

export default function OrganisationSponsors() {
  const page = useLoaderData<typeof loader>();
  const answer = useActionData() as FormAnswer | undefined;
  return (
    <div className="page max-w-4xl py-10">
      <Breadcrumb
        path={[
          { label: 'Administrations', to: '/reseau/organisations' },
          { label: page.title, to: page.here },
        ]}
        here="Sponsors"
      />
      <h1>Sponsors {ofName(page.title)}</h1>
      <p>
        Qui finance et décide pour cette administration : un sponsor lit ce que les comités ont décidé des
        startups qu’elle porte, et leurs conditions.
      </p>
      {page.done && !answer && <Done title={page.done} />}
      <MistakeSummary mistakes={answer?.mistakes} answer={answer} />
      <TeamTable
        lines={page.lines}
        manages
        roles={page.roles}
        employers={page.employers}
        empty="Personne n’y est encore sponsor."
      />
      <section aria-labelledby="inviter" className="mt-10">
        <h2 id="inviter">Nommer un sponsor</h2>
        <InvitationForm
          key={page.lines.length}
          roles={page.roles}
          employers={page.employers}
          answer={answer}
          start={page.today}
        />
      </section>
    </div>
  );
}
