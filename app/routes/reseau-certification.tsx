import {
  redirect,
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
} from '@remix-run/node';
import { Form, Link, useActionData, useLoaderData } from '@remix-run/react';
import { z } from 'zod';
import { Breadcrumb } from '~/design/Breadcrumb';
import { Hidden, TextField } from '~/design/form/Field';
import { anchorsOf, fieldsOf } from '~/design/form/fields-of';
import { Done, MistakeSummary, type FormAnswer } from '~/design/form/Mistakes';
import { countOf, formatDay } from '~/design/formats';
import { addSession, certificationSessions, changeSession } from '~/network/certification/sessions.server';
import { RuleError } from '~/person/acting';
import { NETWORK } from '~/person/rights';
import { dayField, line } from '~/platform/form-fields';
import { isId } from '~/platform/identifier';
import { allowed, mistaken, textFields, triedWith, versionOf } from './guards.server';

export async function loader(args: LoaderFunctionArgs) {
  await allowed(args, 'reseau.modifier', NETWORK);
  const { database, clock } = args.context;
  const today = clock.today();
  return {
    sessions: (await certificationSessions(database.prisma)).map((session) => ({
      id: session.id,
      name: session.name,
      when: formatDay(session.heldOn),
      files:
        session.filesBy >= today
          ? `dossiers jusqu’au ${formatDay(session.filesBy)}`
          : `dossiers clos le ${formatDay(session.filesBy)}`,
      asked: session.asked,
      certified: session.certified,
      known: {
        nom: session.name,
        tenue: session.heldOn as string,
        depots: session.filesBy as string,
        version: String(session.version),
      },
    })),
    done: new URL(args.request.url).searchParams.get('fait'),
  };
}

const sessionSchema = z
  .object({
    nom: line('Nom', { max: 120 }),
    tenue: dayField('Jour de la session'),
    depots: dayField('Fin des dépôts'),
  })
  .refine(({ tenue, depots }) => depots <= tenue, {
    error: 'Les dépôts finissent avant la session, ou ce jour-là.',
    path: ['depots'],
  })
  .transform(({ nom, tenue, depots }) => ({ name: nom, heldOn: tenue, filesBy: depots }));

export async function action(args: ActionFunctionArgs) {
  await allowed(args, 'reseau.modifier', NETWORK);
  const typed = await textFields(args.request);
  const id = typed['session'] ?? '';
  const refused = await triedWith(sessionSchema, typed, (input) => {
    if (id === '') return addSession(args.context, input);
    if (!isId(id)) throw new RuleError('Cette session n’existe plus.');
    return changeSession(args.context, { id, version: versionOf(typed) }, input);
  });
  if (refused) return mistaken(typed, refused);
  return redirect(`/reseau/certification?fait=${id === '' ? 'ajoutee' : 'changee'}`);
}

export const meta: MetaFunction = () => [
  { title: 'Certification · Jalons' },
  { name: 'robots', content: 'noindex' },
];

const DONE: Readonly<Record<string, string>> = {
  ajoutee: 'La session est ouverte : les intrapreneurs la voient dans leur espace.',
  changee: 'La session est modifiée.',
};

function SessionFields({
  id,
  known,
  answer,
}: {
  id: string;
  known: Readonly<Record<string, string>>;
  answer: FormAnswer | undefined;
}) {
  const field = fieldsOf({ key: 'session', id, known, answer });
  return (
    <Form method="post" noValidate className="mt-3 max-w-2xl">
      {id !== '' && <Hidden name="session" value={id} />}
      {id !== '' && <Hidden name="version" value={known['version'] ?? ''} />}
      <TextField {...field('nom')} label="Nom" hint="Par exemple « Mai 2027 »." maxLength={120} />
      <div className="grid gap-x-6 sm:grid-cols-2">
        <TextField {...field('tenue')} type="date" label="Jour de la session" />
        <TextField {...field('depots')} type="date" label="Fin des dépôts" />
      </div>
      <button type="submit" className="fr-btn fr-btn--secondary">
        {id === '' ? 'Ouvrir la session' : 'Enregistrer'}
      </button>
    </Form>
  );
}

export default function NetworkCertification() {
  const page = useLoaderData<typeof loader>();
  const answer = useActionData() as FormAnswer | undefined;
  return (
    <div className="page max-w-4xl py-10">
      <Breadcrumb path={[{ label: 'Listes du réseau', to: '/reseau' }]} here="Certification" />
      <h1>Certification des intrapreneurs</h1>
      <p>
        Deux sessions par an. Le public n’en lit que les nombres, parmi{' '}
        <Link to="/indicateurs">les indicateurs</Link>.
      </p>
      {page.done && Object.hasOwn(DONE, page.done) && !answer && <Done title={DONE[page.done]!} />}
      <MistakeSummary mistakes={answer?.mistakes} answer={answer} linkOf={anchorsOf('session', answer)} />
      {page.sessions.length === 0 && <p>Aucune session n’est notée.</p>}
      <ul className="m-0 list-none p-0">
        {page.sessions.map((session) => (
          <li key={session.id} className="border-b border-trait py-3">
            <h2 className="m-0 text-lg">
              <Link to={`/reseau/certification/${session.id}`}>{session.name}</Link>
            </h2>
            <p className="m-0">
              Le {session.when}, {session.files} : {countOf(session.asked, 'demande', 'demandes')},{' '}
              {countOf(session.certified, 'certification', 'certifications')}.
            </p>
            <details open={answer?.typed['session'] === session.id}>
              <summary className="lien cursor-pointer">Changer le nom ou les dates, {session.name}</summary>
              <SessionFields
                key={session.known.version}
                id={session.id}
                known={session.known}
                answer={answer}
              />
            </details>
          </li>
        ))}
      </ul>
      <section aria-labelledby="ajouter" className="mt-8">
        <h2 id="ajouter">Ouvrir une session</h2>
        <SessionFields key={page.sessions.length} id="" known={{}} answer={answer} />
      </section>
    </div>
  );
}
