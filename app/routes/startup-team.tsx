import { mistakesByField } from '~/platform/form-fields';
import {
  redirect,
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
} from '@remix-run/node';
import { Form, useActionData, useLoaderData } from '@remix-run/react';
import { Breadcrumb } from '~/design/Breadcrumb';
import { Hidden, SelectField, TextField } from '~/design/form/Field';
import { Done, MistakeSummary, type FormAnswer } from '~/design/form/Mistakes';
import { countOf, formatInstant, ofName } from '~/design/formats';
import { startupPath } from '~/platform/addresses';
import { acceptAccess, openRequests, refuseAccess } from '~/person/access-requests.server';
import { missionChangeSchema } from '~/person/mission-schema';
import type { TeamPlace } from '~/person/missions.server';
import { InvitationForm, TeamTable } from '~/person/parts/TeamTable';
import { can } from '~/person/rights';
import { isId } from '~/platform/identifier';
import { addMonths } from '~/platform/calendar';
import { allowed, formOf, mistaken, textsOf, tried } from './guards.server';
import { startupOf, tiesOf } from './startup-lookup.server';
import {
  doneQuery,
  doneSentence,
  employerChoices,
  roleChoices,
  teamAction,
  teamLines,
} from './team-page.server';

function placeOf(args: LoaderFunctionArgs) {
  const startup = startupOf(args.context.network, args.params.id, '/equipe');
  const place: Extract<TeamPlace, { kind: 'startup' }> = {
    kind: 'startup',
    ties: tiesOf(startup),
    title: startup.title,
    path: startupPath(startup.publicId),
  };
  return { startup, place };
}

export async function loader(args: LoaderFunctionArgs) {
  const { startup, place } = placeOf(args);
  await allowed(args, 'startup.voir-equipe', place.ties);
  const { context } = args;
  const today = context.clock.today();
  const manages = can(context.actor, 'startup.gerer-equipe', place.ties, today).allowed;
  const requests = manages ? await openRequests(context.database.prisma, startup.id) : [];
  return {
    title: startup.title,
    path: place.path,
    manages,
    today,
    inSixMonths: addMonths(today, 6),
    lines: await teamLines(context, place),
    requests: requests.map(({ id, name, address, message, createdAt, issuer }) => ({
      id,
      name,
      address,
      message,
      when: formatInstant(createdAt),
      verified: issuer !== null,
    })),
    roles: roleChoices(context, place),
    employers: employerChoices(),
    done: doneSentence(args.request),
  };
}

export async function action(args: ActionFunctionArgs) {
  const { place } = placeOf(args);
  await allowed(args, 'startup.gerer-equipe', place.ties);
  const { context } = args;
  const form = await formOf(args.request);
  const done = redirect(`${place.path}/equipe?${doneQuery(form)}`);
  const answer = await teamAction(context, place, form);
  if (answer === null) return done;
  if (answer) return Response.json(answer, { status: 400 });
  const typed = textsOf(form);
  const requestId = typed['demande'] ?? '';
  if (!isId(requestId)) return mistaken(typed, { form: 'Cette demande n’existe plus.' });
  const settle = async () => {
    if (typed['intention'] === 'refuser') return refuseAccess(context, place, requestId);
    const parsed = missionChangeSchema.safeParse({ statut: '', fin: '', debut: '', ...typed });
    if (!parsed.success) return Object.values(mistakesByField(parsed.error))[0]!;
    return acceptAccess(context, place, requestId, parsed.data);
  };
  let problem: string | void = undefined;
  const mistakes = await tried(async () => {
    problem = await settle();
  });
  if (mistakes ?? problem) return mistaken(typed, mistakes ?? { form: problem! });
  context.mail.wake();
  return done;
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `Équipe ${ofName(data?.title ?? '')} · Jalons` },
  { name: 'robots', content: 'noindex' },
];

export default function StartupTeam() {
  const page = useLoaderData<typeof loader>();
  const answer = useActionData() as FormAnswer | undefined;
  const current = page.lines.filter(({ state }) => state === 'current').length;
  return (
    <div className="page max-w-4xl py-10">
      <Breadcrumb
        path={[
          { label: 'Mon espace', to: '/espace' },
          { label: page.title, to: page.path },
        ]}
        here="Équipe"
      />
      <h1 className="mb-2">Équipe {ofName(page.title)}</h1>
      <p className="text-xl">
        {current === 0
          ? 'Personne n’a de mission en cours.'
          : `${countOf(current, 'personne a une mission', 'personnes ont une mission')} en cours.`}
      </p>
      {page.done && !answer && <Done title={page.done} />}
      <MistakeSummary mistakes={answer?.mistakes} answer={answer} />
      {page.requests.length > 0 && (
        <section aria-labelledby="demandes" className="mb-10">
          <h2 id="demandes">Demandes d’accès</h2>
          {page.requests.map((request) => (
            <article key={request.id} className="carte mb-4">
              <h3 className="m-0 text-lg">{request.name}</h3>
              <p className="m-0 text-sm text-discret">
                {request.address}
                {request.verified ? ', identité confirmée par ProConnect' : ', adresse non vérifiée'} ; le{' '}
                {request.when}
              </p>
              <p className="mt-2 whitespace-pre-wrap">{request.message}</p>
              <Form method="post" noValidate className="grid gap-x-4 sm:grid-cols-3">
                <Hidden name="demande" value={request.id} />
                <Hidden name="debut" value={page.today} />
                <SelectField
                  id={`role-${request.id}`}
                  name="role"
                  label="Rôle"
                  choices={page.roles}
                  value="member"
                />
                <SelectField
                  id={`statut-${request.id}`}
                  name="statut"
                  label="Statut"
                  choices={page.employers}
                  empty="Non renseigné"
                />
                <TextField
                  id={`fin-${request.id}`}
                  name="fin"
                  type="date"
                  label="Jusqu’au"
                  value={page.inSixMonths}
                />
                <div className="flex flex-wrap gap-2 sm:col-span-3">
                  <button
                    type="submit"
                    name="intention"
                    value="accepter"
                    className="fr-btn fr-btn--sm"
                    aria-label={`Accepter ${request.name}`}
                  >
                    Accepter
                  </button>
                  <button
                    type="submit"
                    name="intention"
                    value="refuser"
                    className="fr-btn fr-btn--sm fr-btn--tertiary"
                    aria-label={`Refuser ${request.name}`}
                  >
                    Refuser
                  </button>
                </div>
              </Form>
            </article>
          ))}
        </section>
      )}
      <section aria-labelledby="personnes">
        <h2 id="personnes">Personnes et missions</h2>
        <TeamTable
          lines={page.lines}
          manages={page.manages}
          roles={page.roles}
          employers={page.employers}
          empty="Aucune mission n’est connue ici. Invitez la première personne ci-dessous."
        />
      </section>
      {page.manages && (
        <section aria-labelledby="inviter" className="mt-10">
          <h2 id="inviter">Inviter quelqu’un</h2>
          <InvitationForm
            key={page.lines.length}
            roles={page.roles}
            employers={page.employers}
            answer={answer}
            start={page.today}
          />
        </section>
      )}
      <p className="regle mt-8">
        Les noms ne sont montrés qu’à l’équipe, à son coaching et à ses incubateurs. Une mission terminée
        laisse sept jours de lecture.
      </p>
    </div>
  );
}
