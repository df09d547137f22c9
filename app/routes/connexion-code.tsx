import type { ActionFunctionArgs, MetaFunction } from '@remix-run/node';
import { Form, Link, useActionData } from '@remix-run/react';
import { TextField } from '~/design/form/Field';
import { MistakeSummary, type FormAnswer } from '~/design/form/Mistakes';
import { recordSignIn } from '~/person/sign-in/attach.server';
import { takeCode } from '~/person/sign-in/link.server';
import { COOKIES, readCookie } from '~/platform/http/cookies';
import { mistaken, textFields } from './guards.server';
import { enter } from './sign-in.server';

export const loader = () => null;

export async function action(args: ActionFunctionArgs) {
  const { context, request } = args;
  const { code = '' } = await textFields(request);
  const now = context.clock.now();
  const entry = await context.database.transaction((tx) =>
    takeCode(
      tx,
      { now, secret: context.secret },
      {
        code,
        browser: readCookie(request.headers.get('Cookie'), COOKIES.link),
        machine: context.remoteAddress,
      },
    ),
  );
  if (entry?.personId)
    return enter(args, { personId: entry.personId, method: 'code', returnTo: entry.returnTo });
  await recordSignIn(context.database.prisma, now, {
    personId: null,
    method: 'code',
    outcome: 'code refusé',
  });
  return mistaken(
    { code },
    {
      code: 'Ce code n’est pas le bon, ou il a expiré. Au bout de cinq essais, demandez un nouveau courriel.',
    },
  );
}

export const meta: MetaFunction = () => [
  { title: 'Regardez vos courriels · Jalons' },
  { name: 'robots', content: 'noindex' },
];

export default function SignInCode() {
  const answer = useActionData() as FormAnswer | undefined;
  return (
    <div className="page max-w-3xl py-10">
      <h1>Regardez vos courriels</h1>
      <MistakeSummary mistakes={answer?.mistakes} answer={answer} title="Le code n’est pas passé" />
      <p>
        Si cette adresse est connue ici, un courriel vient de partir. Ouvrez son lien dans ce navigateur, ou
        tapez ici le code qu’il contient.
      </p>
      <Form method="post" noValidate reloadDocument>
        <TextField
          name="code"
          label="Code de huit caractères"
          hint="Espaces et minuscules n’ont pas d’importance."
          autoComplete="one-time-code"
          maxLength={20}
          value={answer?.typed['code']}
          mistake={answer?.mistakes['code']}
        />
        <button type="submit" className="fr-btn">
          Me connecter
        </button>
      </Form>
      <p className="mt-8">
        Rien reçu après deux minutes ? Vérifiez les indésirables, puis{' '}
        <Link to="/connexion">demandez un nouveau lien</Link>.
      </p>
    </div>
  );
}
