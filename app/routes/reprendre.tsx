import {
  redirect,
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
} from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { fieldOf } from '~/exchange/publication/editors';
import { dropParked, readParked } from '~/person/parked-form.server';
import { COOKIES, readCookie } from '~/platform/http/cookies';
import { forgetParked, signedIn } from './guards.server';

/** What a field is called where a page is edited; another form's own name else. */
const labelOf = (name: string): string => fieldOf('_startups', name.split('.')[0]!)?.label ?? name;

/** What was typed before the session ended, ready to be sent again. */
export async function loader(args: LoaderFunctionArgs) {
  const { personId } = await signedIn(args);
  const { context, request } = args;
  const token = readCookie(request.headers.get('Cookie'), COOKIES.parked);
  const parked = await readParked(context.database.prisma, context.clock.now(), token, personId);
  if (!parked || parked.path === '/connexion/acces') {
    throw redirect('/espace', { headers: { 'Set-Cookie': forgetParked() } });
  }
  const shown = parked.fields
    .filter(([name, value]) => value.trim() !== '' && !/^(intention|version|vu|retour)$/.test(name))
    .map(([name, value]) => [labelOf(name), value] as const);
  return { fields: parked.fields, shown };
}

/** Sends what was kept where it was going, with its body as it is; or gives it up. */
export async function action(args: ActionFunctionArgs) {
  const { personId } = await signedIn(args);
  const { context, request } = args;
  const { prisma } = context.database;
  const token = readCookie(request.headers.get('Cookie'), COOKIES.parked);
  const parked = await readParked(prisma, context.clock.now(), token, personId);
  if (token) await dropParked(prisma, token);
  const headers = { 'Set-Cookie': forgetParked() };
  const sends = new URL(request.url).searchParams.has('envoyer') && parked !== null;
  return sends ? redirect(parked.path, { status: 307, headers }) : redirect('/espace', { headers });
}

export const meta: MetaFunction = () => [
  { title: 'Reprendre · Jalons' },
  { name: 'robots', content: 'noindex' },
];

export default function Resume() {
  const { fields, shown } = useLoaderData<typeof loader>();
  return (
    <div className="page max-w-3xl py-10">
      <h1>Votre texte est là</h1>
      <p>
        Votre session avait expiré pendant que vous écriviez. Rien n’est perdu : envoyez maintenant ce qui
        suit.
      </p>
      <dl className="carte grid gap-2">
        {shown.map(([name, value], index) => (
          <div key={index}>
            <dt className="text-sm text-discret">{name}</dt>
            <dd className="m-0 max-h-40 overflow-auto whitespace-pre-wrap">{value}</dd>
          </div>
        ))}
      </dl>
      <div className="mt-6 flex flex-wrap gap-3">
        <form method="post" action="/reprendre?envoyer=oui">
          {fields.map(([name, value], index) => (
            <textarea key={index} name={name} defaultValue={value} hidden readOnly />
          ))}
          <button type="submit" className="fr-btn">
            Envoyer maintenant
          </button>
        </form>
        <form method="post">
          <button type="submit" className="fr-btn fr-btn--tertiary">
            Y renoncer
          </button>
        </form>
      </div>
    </div>
  );
}
