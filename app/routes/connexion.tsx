import { addressField, mistakesByField } from '~/platform/form-fields';
import {
  redirect,
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
} from '@remix-run/node';
import { Form, Link, useActionData, useLoaderData } from '@remix-run/react';
import { z } from 'zod';
import { TextField, Hidden } from '~/design/form/Field';
import { MistakeSummary, type FormAnswer } from '~/design/form/Mistakes';
import { demoAddress, PERSONAS } from '~/person/demo-people.server';
import { mayEnter, personOfAddress } from '~/person/sign-in/attach.server';
import { askForLink, LINK_MINUTES, TooManyLinksError } from '~/person/sign-in/link.server';
import { safeReturn } from '~/person/sign-in/return-to';
import { COOKIES, keepsCookies, setCookie } from '~/platform/http/cookies';
import { notFound } from './answers.server';
import { mistaken, textFields } from './guards.server';
import { enter } from './sign-in.server';

export function loader({ context, request }: LoaderFunctionArgs) {
  const query = new URL(request.url).searchParams;
  if (context.session && !query.has('reprise')) throw redirect(safeReturn(query.get('retour')));
  return {
    returnTo: safeReturn(query.get('retour')),
    resuming: query.has('reprise'),
    ended: query.has('fin'),
    provider: context.provider !== null,
    byMail: context.mail.leaves,
    usable: keepsCookies(context.origin),
    personas: context.network.demo ? PERSONAS.map(({ code, title, does }) => ({ code, title, does })) : [],
  };
}

const intentSchema = z.enum(['fournisseur', 'lien', 'persona']).catch('lien');

export async function action(args: ActionFunctionArgs) {
  const { context, request } = args;
  const typed = await textFields(request);
  const returnTo = safeReturn(typed['retour']);
  switch (intentSchema.parse(typed['intention'])) {
    case 'fournisseur':
      return leaveForProvider(args, typed, returnTo);
    case 'persona':
      return enterAsPersona(args, typed, returnTo);
    case 'lien':
      break;
  }
  const address = addressField.safeParse(typed['courriel'] ?? '');
  if (!address.success) {
    return mistaken(
      typed,
      mistakesByField(
        new z.ZodError(address.error.issues.map((issue) => ({ ...issue, path: ['courriel'] }))),
      ),
    );
  }
  try {
    const browser = await context.database.transaction((tx) =>
      askForLink(
        tx,
        { now: context.clock.now(), origin: context.origin, secret: context.secret },
        { address: address.data, returnTo, machine: context.remoteAddress },
      ),
    );
    context.mail.wake();
    return redirect('/connexion/code', {
      headers: { 'Set-Cookie': setCookie(COOKIES.link, browser, LINK_MINUTES * 60) },
    });
  } catch (error) {
    if (!(error instanceof TooManyLinksError)) throw error;
    return mistaken(
      typed,
      {
        form: 'Plusieurs liens ont été demandés en peu de temps. Utilisez le dernier reçu, ou réessayez dans une heure.',
      },
      429,
    );
  }
}

async function leaveForProvider(
  { context }: ActionFunctionArgs,
  typed: Record<string, string>,
  returnTo: string,
) {
  const { provider } = context;
  if (provider === null) throw notFound('Aucun fournisseur d’identité n’est réglé ici.');
  const left = await provider.begin(context.database.prisma, context.clock.now(), returnTo);
  if (left === null) {
    return mistaken(
      typed,
      { form: 'ProConnect ne répond pas. Réessayez dans un instant, ou demandez un lien par courriel.' },
      502,
    );
  }
  return redirect(left.address, { headers: { 'Set-Cookie': setCookie(COOKIES.provider, left.state, 600) } });
}

async function enterAsPersona(args: ActionFunctionArgs, typed: Record<string, string>, returnTo: string) {
  const { context } = args;
  const persona = context.network.demo ? PERSONAS.find(({ code }) => code === typed['persona']) : undefined;
  const personId = persona && (await personOfAddress(context.database.prisma, demoAddress(persona.name)));
  if (!personId || !(await mayEnter(context.database.prisma, personId, context.clock.now()))) {
    throw notFound('Cette personne n’existe pas ici.');
  }
  return enter(args, { personId, method: 'persona', returnTo });
}

export const meta: MetaFunction = () => [
  { title: 'Se connecter · Jalons' },
  { name: 'robots', content: 'noindex' },
];

export default function SignIn() {
  const page = useLoaderData<typeof loader>();
  const answer = useActionData() as FormAnswer | undefined;
  return (
    <div className="page max-w-3xl py-10">
      <h1>Se connecter</h1>
      {page.ended && <p>Votre session est fermée. À bientôt.</p>}
      {page.resuming && (
        <p className="carte">
          Votre session avait expiré. <strong>Ce que vous aviez écrit est gardé une heure</strong> :
          connectez-vous, puis reprenez là où vous en étiez.
        </p>
      )}
      {!page.usable && (
        <p className="carte text-alerte">
          La connexion demande une adresse en https : ouvrez ce site par son adresse sécurisée.
        </p>
      )}
      <MistakeSummary mistakes={answer?.mistakes} answer={answer} title="La connexion n’a pas commencé" />
      <p>
        Les pages du réseau se lisent sans compte. La connexion sert aux personnes qui tiennent une startup,
        un incubateur ou le réseau.
      </p>
      {page.personas.length > 0 && (
        <section aria-labelledby="personas" className="mb-10">
          <h2 id="personas" className="text-xl">
            Essayer comme…
          </h2>
          <p>Des personnes inventées, sur des startups inventées. Un clic suffit.</p>
          <ul className="m-0 grid list-none gap-4 p-0 sm:grid-cols-2">
            {page.personas.map((persona) => (
              <li key={persona.code} className="carte flex flex-col gap-2">
                <h3 className="m-0 text-base">{persona.title}</h3>
                <p className="m-0 flex-1 text-sm">{persona.does}</p>
                <Form method="post" reloadDocument>
                  <Hidden name="intention" value="persona" />
                  <Hidden name="persona" value={persona.code} />
                  <Hidden name="retour" value={page.returnTo} />
                  <button
                    type="submit"
                    className="fr-btn fr-btn--sm fr-btn--secondary"
                    aria-label={`Entrer comme ${persona.title}`}
                  >
                    Entrer
                  </button>
                </Form>
              </li>
            ))}
          </ul>
        </section>
      )}
      {page.provider && (
        <section aria-labelledby="proconnect" className="mb-10">
          <h2 id="proconnect" className="text-xl">
            Avec ProConnect
          </h2>
          <p>L’identité professionnelle des agents publics et de leurs prestataires.</p>
          <Form method="post" reloadDocument>
            <Hidden name="intention" value="fournisseur" />
            <Hidden name="retour" value={page.returnTo} />
            <button type="submit" className="fr-btn">
              S’identifier avec ProConnect
            </button>
          </Form>
        </section>
      )}
      <section aria-labelledby="courriel-titre">
        <h2 id="courriel-titre" className="text-xl">
          Avec un lien par courriel
        </h2>
        {page.byMail ? (
          <Form method="post" noValidate reloadDocument>
            <Hidden name="intention" value="lien" />
            <Hidden name="retour" value={page.returnTo} />
            <TextField
              name="courriel"
              type="email"
              label="Votre adresse de courriel professionnelle"
              hint="Le lien sert une fois, pendant quinze minutes."
              autoComplete="email"
              value={answer?.typed['courriel']}
              mistake={answer?.mistakes['courriel']}
            />
            <button type="submit" className="fr-btn fr-btn--secondary">
              Recevoir un lien
            </button>
          </Form>
        ) : (
          <p>Aucun serveur de courriel n’est réglé ici : cette façon d’entrer est fermée.</p>
        )}
      </section>
      <p className="mt-8">
        Personne ne vous connaît encore ici ? <Link to="/connexion/acces">Demandez un accès</Link>.
      </p>
    </div>
  );
}
