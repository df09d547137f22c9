import { redirect, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node';
import { Link, useLoaderData } from '@remix-run/react';
import { parkIdentity, PARKED_SECONDS } from '~/person/parked-form.server';
import { mayEnter, personOfIdentity, recordSignIn } from '~/person/sign-in/attach.server';
import { COOKIES, readCookie, setCookie } from '~/platform/http/cookies';
import { notFound } from './answers.server';
import { enter } from './sign-in.server';

/** The browser comes back from the identity provider. */
export async function loader(args: LoaderFunctionArgs) {
  const { context, request } = args;
  if (context.provider === null) throw notFound('Aucun fournisseur d’identité n’est réglé ici.');
  const { prisma } = context.database;
  const now = context.clock.now();
  const state = readCookie(request.headers.get('Cookie'), COOKIES.provider);
  const said = await context.provider.complete(prisma, now, new URL(request.url), state);
  if (said === null) {
    await recordSignIn(prisma, now, { personId: null, method: 'proconnect', outcome: 'retour refusé' });
    return Response.json(null, { status: 400 });
  }
  const personId = await context.database.transaction((tx) => personOfIdentity(tx, now, said));
  if (personId !== null && (await mayEnter(prisma, personId, now))) {
    return enter(args, { personId, method: 'proconnect', returnTo: said.returnTo, idToken: said.idToken });
  }
  await recordSignIn(prisma, now, { personId, method: 'proconnect', outcome: 'sans accès' });
  const parked = await parkIdentity(prisma, now, {
    issuer: said.issuer,
    subject: said.subject,
    courriel: said.address,
    nom: said.name,
  });
  return redirect('/connexion/acces', {
    headers: { 'Set-Cookie': setCookie(COOKIES.parked, parked, PARKED_SECONDS) },
  });
}

export const meta: MetaFunction = () => [
  { title: 'Connexion interrompue · Jalons' },
  { name: 'robots', content: 'noindex' },
];

export default function ProviderReturn() {
  useLoaderData<typeof loader>();
  return (
    <div className="page max-w-3xl py-10">
      <h1>La connexion a été interrompue</h1>
      <p>
        ProConnect n’a pas confirmé votre identité, ou la réponse a déjà servi. Rien n’a été enregistré : vous
        pouvez recommencer, ou demander un lien par courriel.
      </p>
      <p>
        <Link to="/connexion">Revenir à la connexion</Link>
      </p>
    </div>
  );
}
