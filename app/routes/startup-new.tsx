import {
  redirect,
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
} from '@remix-run/node';
import { Form, useActionData, useLoaderData } from '@remix-run/react';
import { z } from 'zod';
import { Breadcrumb } from '~/design/Breadcrumb';
import { Hidden, TextAreaField, TextField } from '~/design/form/Field';
import { Done, MistakeSummary, type FormAnswer } from '~/design/form/Mistakes';
import { formatInstant } from '~/design/formats';
import { createStartup, proposedId } from '~/exchange/publication/lifecycle.server';
import { RuleError } from '~/person/acting';
import { can } from '~/person/rights';
import { openStartupRequests, refuseStartupRequest } from '~/person/startup-requests.server';
import { incubatorPath, startupPath } from '~/platform/addresses';
import { dayField, line, mistakesByField, prose } from '~/platform/form-fields';
import { isId } from '~/platform/identifier';
import { allowed, mistaken, ownIncubatorOf, textFields, tried } from './guards.server';

const schema = z.object({
  nom: line('Nom', { max: 120 }),
  identifiant: line('Identifiant', { max: 80, required: false }).transform((text) => text.toLowerCase()),
  mission: line('Mission', { max: 500 }),
  debut: dayField('Début de l’investigation'),
});

const reasonSchema = z.object({
  raison: prose('Raison', {
    min: 10,
    max: 1000,
    missing: 'Dites pourquoi, en dix caractères au moins : la personne qui a proposé le lira.',
  }),
});

async function incubatorOf(args: LoaderFunctionArgs) {
  const incubator = await ownIncubatorOf(args);
  await allowed(args, 'incubateur.creer-startup', { id: incubator.id });
  return incubator;
}

export async function loader(args: LoaderFunctionArgs) {
  const incubator = await incubatorOf(args);
  const query = new URL(args.request.url).searchParams;
  // What people say of themselves is for the incubator's own, not for whoever repairs.
  const reads = can(
    args.context.actor,
    'startup.nommer-coach',
    { id: '', incubatorIds: [incubator.id] },
    args.context.clock.today(),
  ).allowed;
  const requests = reads ? await openStartupRequests(args.context.database.prisma, incubator.id) : [];
  return {
    title: incubator.title,
    path: incubatorPath(incubator.publicId),
    today: args.context.clock.today(),
    requests: requests.map(({ createdAt, ...request }) => ({ ...request, when: formatInstant(createdAt) })),
    accepted: requests.find(({ id }) => id === query.get('demande')) ?? null,
    refused: query.has('refusee'),
  };
}

export async function action(args: ActionFunctionArgs) {
  const { context } = args;
  const incubator = await incubatorOf(args);
  const typed = await textFields(args.request);
  const asked = typed['demande'] ?? '';
  const requestId = isId(asked) ? asked : null;
  if (typed['intention'] === 'refuser') {
    const reason = reasonSchema.safeParse({ raison: typed['raison'] ?? '' });
    if (!reason.success) return mistaken(typed, mistakesByField(reason.error));
    const place = { id: incubator.id, title: incubator.title, path: incubatorPath(incubator.publicId) };
    const refusal = await tried(() => {
      if (requestId === null) throw new RuleError('Cette demande n’existe plus.');
      return refuseStartupRequest(context, place, requestId, reason.data.raison);
    });
    if (refusal) return mistaken(typed, refusal);
    context.mail.wake();
    return redirect(`${place.path}/nouvelle-startup?refusee=oui`);
  }
  const parsed = schema.safeParse({ nom: '', identifiant: '', mission: '', debut: '', ...typed });
  if (!parsed.success) return mistaken(typed, mistakesByField(parsed.error));
  const identifiant = parsed.data.identifiant || proposedId(parsed.data.nom);
  const mistakes = await tried(() =>
    createStartup(context, {
      ...parsed.data,
      identifiant,
      incubator: { id: incubator.id, publicId: incubator.publicId },
      fictional: incubator.fictional,
      requestId,
    }),
  );
  if (mistakes) return mistaken(typed, mistakes);
  await context.refreshNetwork();
  context.mail.wake();
  return redirect(`${startupPath(identifiant)}/modifier`);
}

export const meta: MetaFunction = () => [
  { title: 'Nouvelle startup · Jalons' },
  { name: 'robots', content: 'noindex' },
];

type Request = ReturnType<typeof useLoaderData<typeof loader>>['requests'][number];

function RequestCard({ request, answer }: { request: Request; answer: FormAnswer | undefined }) {
  const mine = answer?.typed['demande'] === request.id ? answer : undefined;
  const refusing = mine?.mistakes['raison'] !== undefined;
  return (
    <article className="carte mb-4" aria-labelledby={`demande-${request.id}`}>
      <h3 id={`demande-${request.id}`} className="m-0 text-lg">
        {request.name}
      </h3>
      <p className="m-0">{request.mission}</p>
      <p className="m-0 text-sm text-discret">
        {request.fullName}, {request.organisation} ({request.address}) ; le {request.when}
      </p>
      <p className="mt-2 whitespace-pre-wrap">{request.message}</p>
      <div className="flex flex-wrap items-start gap-4">
        <a className="fr-btn" href={`?demande=${request.id}#creer`}>
          Accepter et créer la page
        </a>
        <details open={refusing}>
          <summary className="fr-btn fr-btn--tertiary">Ne pas donner suite</summary>
          <Form method="post" noValidate className="mt-3 max-w-xl">
            <Hidden name="demande" value={request.id} />
            <TextAreaField
              id={`raison-${request.id}`}
              name="raison"
              label="Pourquoi"
              hint="La personne qui a proposé lira cette phrase."
              rows={3}
              value={mine?.typed['raison']}
              mistake={mine?.mistakes['raison']}
            />
            <button type="submit" name="intention" value="refuser" className="fr-btn fr-btn--secondary">
              Envoyer cette réponse
            </button>
          </Form>
        </details>
      </div>
    </article>
  );
}

export default function NewStartup() {
  const page = useLoaderData<typeof loader>();
  const answer = useActionData() as FormAnswer | undefined;
  const { accepted } = page;
  const typed = answer?.typed ?? {};
  const mistakes = answer?.mistakes ?? {};
  return (
    <div className="page max-w-3xl py-10">
      <Breadcrumb
        path={[
          { label: 'Mon espace', to: '/espace' },
          { label: page.title, to: page.path },
        ]}
        here="Nouvelle startup"
      />
      <h1>Nouvelle startup</h1>
      {page.refused && !answer && <Done title="La réponse est partie." />}
      <MistakeSummary
        mistakes={answer?.mistakes}
        answer={answer}
        linkOf={(field) => (field === 'raison' ? `#raison-${typed['demande'] ?? ''}` : `#${field}`)}
      />
      {page.requests.length > 0 && (
        <section aria-labelledby="demandes" className="mb-10">
          <h2 id="demandes">Startups proposées</h2>
          {page.requests.map((request) => (
            <RequestCard key={request.id} request={request} answer={answer} />
          ))}
        </section>
      )}
      <section aria-labelledby="creer">
        <h2 id="creer">{accepted ? `Créer « ${accepted.name} »` : 'Créer une page'}</h2>
        <p>
          {accepted
            ? `La page existe tout de suite, en investigation. ${accepted.fullName} en devient intrapreneur ou intrapreneuse et reçoit une invitation.`
            : 'Trois champs suffisent : la page existe tout de suite, en investigation. L’équipe la complète ensuite ; invitez-la depuis l’onglet « Équipe ».'}
        </p>
        <Form method="post" noValidate key={accepted?.id ?? 'libre'}>
          {accepted && <Hidden name="demande" value={accepted.id} />}
          <TextField
            name="nom"
            label="Nom"
            value={typed['nom'] ?? accepted?.name}
            mistake={mistakes['nom']}
          />
          <TextAreaField
            name="mission"
            label="Mission"
            hint="Le problème à vérifier, pour qui : une phrase."
            rows={2}
            value={typed['mission'] ?? accepted?.mission}
            mistake={mistakes['mission']}
          />
          <TextField
            name="debut"
            type="date"
            label="Début de l’investigation"
            value={typed['debut']}
            mistake={mistakes['debut']}
          />
          <TextField
            name="identifiant"
            label="Identifiant dans l’adresse"
            hint="Facultatif : laissé vide, il est formé du nom."
            value={typed['identifiant']}
            mistake={mistakes['identifiant']}
          />
          <button type="submit" className="fr-btn">
            Créer la page
          </button>
        </Form>
      </section>
    </div>
  );
}
