import { mistakesByField } from '~/platform/form-fields';
import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { Form, useActionData, useLoaderData } from '@remix-run/react';
import { TextAreaField, TextField } from '~/design/form/Field';
import { Done, MistakeSummary, type FormAnswer } from '~/design/form/Mistakes';
import { startupPath } from '~/platform/addresses';
import { askForAccess } from '~/person/access-requests.server';
import { accessRequestSchema } from '~/person/mission-schema';
import { dropParked, readParked } from '~/person/parked-form.server';
import { COOKIES, readCookie } from '~/platform/http/cookies';
import { folded } from '~/platform/folding';
import { forgetParked, mistaken, textFields, tried } from './guards.server';
import type { SiteContext } from './site-context';

/** What the identity provider signed, for the browser that holds it. */
async function signedIdentity(context: SiteContext, request: Request) {
  const token = readCookie(request.headers.get('Cookie'), COOKIES.parked);
  const parked = await readParked(context.database.prisma, context.clock.now(), token, null);
  if (parked?.path !== '/connexion/acces') return null;
  const { issuer, subject, courriel, nom } = Object.fromEntries(parked.fields);
  return issuer && subject && courriel ? { token: token!, issuer, subject, courriel, nom: nom ?? '' } : null;
}

export async function loader({ context, request }: LoaderFunctionArgs) {
  const identity = await signedIdentity(context, request);
  return {
    sent: new URL(request.url).searchParams.has('envoyee'),
    identity: identity && { courriel: identity.courriel, nom: identity.nom },
    startups: context.network.startups.map(({ title }) => title),
  };
}

export async function action({ context, request }: ActionFunctionArgs) {
  const identity = await signedIdentity(context, request);
  const typed = await textFields(request);
  const parsed = accessRequestSchema.safeParse({
    nom: typed['nom'] ?? '',
    startup: typed['startup'] ?? '',
    message: typed['message'] ?? '',
    // A signed address is not typed again, nor changed.
    courriel: identity?.courriel ?? typed['courriel'] ?? '',
  });
  if (!parsed.success) return mistaken(typed, mistakesByField(parsed.error));
  const wanted = folded(parsed.data.startup);
  const startup =
    context.network.startupById.get(parsed.data.startup) ??
    context.network.startups.find(({ title }) => folded(title) === wanted);
  if (!startup)
    return mistaken(typed, { startup: 'Cette startup n’est pas dans la liste : choisissez-la par son nom.' });
  const mistakes = await tried(() =>
    askForAccess(
      context,
      {
        kind: 'startup',
        ties: { id: startup.id, incubatorIds: startup.incubators.map(({ id }) => id) },
        title: startup.title,
        path: startupPath(startup.publicId),
      },
      parsed.data,
      { identity, machine: context.remoteAddress },
    ),
  );
  if (mistakes) return mistaken(typed, mistakes, 429);
  if (identity) await dropParked(context.database.prisma, identity.token);
  context.mail.wake();
  return new Response(null, {
    status: 302,
    headers: {
      Location: '/connexion/acces?envoyee=oui',
      ...(identity ? { 'Set-Cookie': forgetParked() } : {}),
    },
  });
}

export const meta: MetaFunction = () => [
  { title: 'Demander un accès · Jalons' },
  { name: 'robots', content: 'noindex' },
];

export default function AskForAccess() {
  const page = useLoaderData<typeof loader>();
  const answer = useActionData() as FormAnswer | undefined;
  const typed = answer?.typed ?? {};
  const mistakes = answer?.mistakes ?? {};
  return (
    <div className="page max-w-3xl py-10">
      <h1>Demander un accès</h1>
      {page.sent && !answer ? (
        <Done title="Demande envoyée">
          <p>L’équipe de la startup et son incubateur la lisent. La réponse arrive par courriel.</p>
        </Done>
      ) : (
        <>
          <MistakeSummary mistakes={answer?.mistakes} answer={answer} title="La demande n’est pas partie" />
          <p>
            {page.identity
              ? `ProConnect vous connaît (${page.identity.courriel}), mais aucune mission ne vous ouvre Jalons. Dites de quelle startup vous êtes : son équipe et son incubateur vous répondront.`
              : 'Dites qui vous êtes et de quelle startup : son équipe et son incubateur vous répondront.'}
          </p>
          <Form method="post" noValidate>
            <TextField
              name="nom"
              label="Prénom et nom"
              autoComplete="name"
              value={typed['nom'] ?? page.identity?.nom}
              mistake={mistakes['nom']}
            />
            {!page.identity && (
              <TextField
                name="courriel"
                type="email"
                label="Adresse de courriel professionnelle"
                autoComplete="email"
                value={typed['courriel']}
                mistake={mistakes['courriel']}
              />
            )}
            <TextField
              name="startup"
              label="Startup"
              hint="Tapez quelques lettres, puis choisissez dans la liste."
              list="startups"
              value={typed['startup']}
              mistake={mistakes['startup']}
            />
            <datalist id="startups">
              {page.startups.map((title) => (
                <option key={title} value={title} />
              ))}
            </datalist>
            <TextAreaField
              name="message"
              label="Ce que vous y faites"
              hint="Une ou deux phrases : elles servent à vous reconnaître."
              value={typed['message']}
              mistake={mistakes['message']}
            />
            <button type="submit" className="fr-btn">
              Envoyer la demande
            </button>
          </Form>
        </>
      )}
    </div>
  );
}
