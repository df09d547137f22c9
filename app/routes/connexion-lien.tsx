import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { Form, Link, useActionData, useLoaderData } from '@remix-run/react';
import { recordSignIn } from '~/person/sign-in/attach.server';
import { lookAtLink, takeSignInLink } from '~/person/sign-in/link.server';
import { COOKIES, readCookie } from '~/platform/http/cookies';
import { enter } from './sign-in.server';

/** Opening the link changes nothing: mail gateways open links too. Only the button signs in. */
export async function loader({ context, params, request }: LoaderFunctionArgs) {
  const browser = readCookie(request.headers.get('Cookie'), COOKIES.link);
  return {
    state: await lookAtLink(context.database.prisma, context.clock.now(), params.jeton ?? '', browser),
  };
}

export async function action(args: ActionFunctionArgs) {
  const { context, params, request } = args;
  const now = context.clock.now();
  const browser = readCookie(request.headers.get('Cookie'), COOKIES.link);
  const link = await context.database.transaction((tx) =>
    takeSignInLink(tx, now, params.jeton ?? '', browser),
  );
  if (link?.personId)
    return enter(args, { personId: link.personId, method: 'lien', returnTo: link.returnTo });
  await recordSignIn(context.database.prisma, now, {
    personId: null,
    method: 'lien',
    outcome: 'lien refusé',
  });
  return Response.json({ gone: true }, { status: 400 });
}

export const meta: MetaFunction = () => [
  { title: 'Lien de connexion · Jalons' },
  { name: 'robots', content: 'noindex' },
];

export default function SignInLink() {
  const { state } = useLoaderData<typeof loader>();
  const refused = useActionData() !== undefined;
  return (
    <div className="page max-w-3xl py-10">
      <h1>Lien de connexion</h1>
      {refused || state === 'gone' ? (
        <>
          <p>Ce lien a déjà servi, ou il est trop ancien : il ne vaut qu’une fois, pendant quinze minutes.</p>
          <p>
            <Link to="/connexion">Demander un nouveau lien</Link>
          </p>
        </>
      ) : state === 'other-browser' ? (
        <>
          <p>
            Ce lien a été demandé dans un autre navigateur. Par sécurité il ne connecte personne ici :{' '}
            <strong>tapez le code du courriel dans le navigateur où vous l’avez demandé</strong>.
          </p>
          <p>
            <Link to="/connexion">Demander un lien depuis ce navigateur</Link>
          </p>
        </>
      ) : (
        <>
          <p>Un clic, et vous êtes dans votre espace.</p>
          <Form method="post" reloadDocument>
            <button type="submit" className="fr-btn">
              Me connecter
            </button>
          </Form>
        </>
      )}
    </div>
  );
}
