import {
  redirect,
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
} from '@remix-run/node';
import { Form, Link, useActionData, useLoaderData } from '@remix-run/react';
import { z } from 'zod';
import { Breadcrumb } from '~/design/Breadcrumb';
import { CheckBoxes, Hidden, TextField } from '~/design/form/Field';
import { Done, MistakeSummary, type FormAnswer } from '~/design/form/Mistakes';
import { formatDay, formatInstant, ofName } from '~/design/formats';
import { incubatorPath, startupPath } from '~/network/addresses';
import {
  addressesOf,
  askToAddAddress,
  chooseMails,
  eraseOneself,
  follow,
  followsOf,
  removeAddress,
  rename,
  unwantedMails,
} from '~/person/account.server';
import { oneself, RuleError } from '~/person/acting';
import { MAIL_KINDS, OPTIONAL_MAILS, type MailKind } from '~/person/mail-kinds';
import { addressField, dayField, line, mistakesByField } from '~/person/mission-schema';
import { endSession, METHOD_LABELS, sessionsOf } from '~/person/session.server';
import {
  closeOtherSessions,
  delegate,
  delegationEndsBy,
  delegationsOf,
  endDelegation,
  switchDelegation,
} from '~/person/trust.server';
import { clearCookie, COOKIES } from '~/platform/http/cookies';
import { day } from '~/platform/day';
import { mistaken, signedIn, tried } from './guards.server';

export async function loader(args: LoaderFunctionArgs) {
  const session = await signedIn(args);
  const { context, request } = args;
  const { prisma } = context.database;
  const today = context.clock.today();
  const follows = await followsOf(prisma, session.personId);
  const unwanted = await unwantedMails(prisma, session.personId);
  const delegations = await delegationsOf(prisma, session.personId, today);
  return {
    name: session.name,
    actingFor: session.actingFor,
    addresses: await addressesOf(prisma, session.personId),
    sessions: (await sessionsOf(prisma, session.personId, context.clock.now())).map((open) => ({
      id: open.id,
      device: open.device,
      method: METHOD_LABELS[open.method],
      since: formatInstant(open.createdAt),
      seen: formatInstant(open.seenAt),
      current: open.id === session.id,
    })),
    mails: OPTIONAL_MAILS.map((value) => ({ value, label: MAIL_KINDS[value].label })),
    wanted: OPTIONAL_MAILS.filter((kind) => !unwanted.includes(kind)),
    follows: follows.flatMap(({ startupId, incubatorId }) => {
      const startup = context.network.startups.find(({ id }) => id === startupId);
      if (startup)
        return [
          { kind: 'startup', id: startup.id, title: startup.title, path: startupPath(startup.publicId) },
        ];
      const incubator = context.network.incubators.find(({ id }) => id === incubatorId);
      return incubator
        ? [
            {
              kind: 'incubator',
              id: incubator.id,
              title: incubator.title,
              path: incubatorPath(incubator.publicId),
            },
          ]
        : [];
    }),
    given: delegations
      .filter(({ fromId }) => fromId === session.personId)
      .map(({ id, toName, endDay }) => ({ id, name: toName, until: formatDay(day(endDay)) })),
    received: delegations
      .filter(({ toId }) => toId === session.personId)
      .map(({ id, fromId, fromName, endDay }) => ({
        id,
        fromId,
        name: fromName,
        until: formatDay(day(endDay)),
      })),
    latestDelegation: delegationEndsBy(today),
    done: new URL(request.url).searchParams.get('fait'),
  };
}

const DONE: Readonly<Record<string, string>> = {
  nom: 'Votre nom est corrigé.',
  adresse: 'Un courriel de confirmation vient de partir vers cette adresse.',
  'adresse-retiree': 'L’adresse est retirée.',
  session: 'La session est terminée.',
  courriels: 'Vos préférences sont enregistrées.',
  suivi: 'Vous ne suivez plus cette page.',
  delegation: 'La délégation est donnée.',
  'delegation-finie': 'La délégation est terminée.',
};

export async function action(args: ActionFunctionArgs) {
  const session = await signedIn(args);
  const { context, request } = args;
  const form = await request.formData().catch(() => new FormData());
  const text = (name: string) => {
    const value = form.get(name);
    return typeof value === 'string' ? value : '';
  };
  const typed = Object.fromEntries(
    [...form].filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
  const parsedOr = <T,>(schema: z.ZodType<T>, value: unknown): T => {
    const parsed = schema.safeParse(value);
    if (parsed.success) return parsed.data;
    const [field, sentence] = Object.entries(mistakesByField(parsed.error))[0]!;
    throw new RuleError(sentence, field === 'form' ? null : field);
  };
  const verbs: Readonly<Record<string, () => Promise<string>>> = {
    nom: async () => {
      await rename(context, parsedOr(z.object({ nom: line('Nom') }), typed).nom);
      return 'nom';
    },
    'ajouter-adresse': async () => {
      await askToAddAddress(context, parsedOr(z.object({ courriel: addressField }), typed).courriel);
      context.mail.wake();
      return 'adresse';
    },
    'retirer-adresse': async () => {
      await removeAddress(context, text('adresse'));
      return 'adresse-retiree';
    },
    'fermer-session': async () => {
      oneself(context);
      const sessionId = parsedOr(
        z.object({ session: z.uuid({ error: 'Cette session n’existe plus.' }) }),
        typed,
      ).session;
      await context.database.transaction((tx) =>
        endSession(tx, context.clock.now(), { sessionId, personId: session.personId }),
      );
      return 'session';
    },
    'fermer-autres': async () => {
      oneself(context);
      await closeOtherSessions(context, session.personId, session.id);
      return 'session';
    },
    courriels: async () => {
      const wanted = form
        .getAll('courriels')
        .filter((kind): kind is MailKind => (OPTIONAL_MAILS as unknown[]).includes(kind));
      await chooseMails(context, wanted);
      return 'courriels';
    },
    'ne-plus-suivre': async () => {
      const thing = parsedOr(
        z.object({
          nature: z.enum(['startup', 'incubator']),
          id: z.uuid({ error: 'Cette page n’existe plus.' }),
        }),
        typed,
      );
      await follow(context, { kind: thing.nature, id: thing.id }, false);
      return 'suivi';
    },
    deleguer: async () => {
      await delegate(
        context,
        parsedOr(z.object({ courriel: addressField, fin: dayField('Fin') }), {
          courriel: text('delegue'),
          fin: text('fin'),
        }),
      );
      return 'delegation';
    },
    'finir-delegation': async () => {
      await endDelegation(
        context,
        parsedOr(z.object({ delegation: z.uuid({ error: 'Cette délégation n’existe plus.' }) }), typed)
          .delegation,
      );
      return 'delegation-finie';
    },
    'agir-pour': async () => {
      const personId =
        text('personne') === ''
          ? null
          : parsedOr(z.object({ personne: z.uuid({ error: 'Cette personne n’existe plus.' }) }), typed)
              .personne;
      await switchDelegation(context, session, personId);
      return 'agir';
    },
    effacer: async () => {
      if (text('mot').trim().toUpperCase() !== 'EFFACER') {
        throw new RuleError('Écrivez EFFACER pour confirmer : rien n’a été effacé.', 'mot');
      }
      await eraseOneself(context);
      return 'efface';
    },
  };
  const intention = text('intention');
  if (!Object.hasOwn(verbs, intention)) return mistaken(typed, { form: 'Cette action n’existe pas.' });
  let done = '';
  const mistakes = await tried(async () => {
    done = await verbs[intention]!();
  });
  if (mistakes) return mistaken(typed, mistakes);
  if (done === 'efface') return redirect('/', { headers: { 'Set-Cookie': clearCookie(COOKIES.session) } });
  return redirect(done === 'agir' ? '/espace' : `/espace/compte?fait=${done}`);
}

export const meta: MetaFunction = () => [
  { title: 'Mon compte · Jalons' },
  { name: 'robots', content: 'noindex' },
];

export default function Account() {
  const page = useLoaderData<typeof loader>();
  const answer = useActionData() as FormAnswer | undefined;
  const typed = answer?.typed ?? {};
  const mistakes = answer?.mistakes ?? {};
  return (
    <div className="page max-w-4xl py-10">
      <Breadcrumb path={[{ label: 'Mon espace', to: '/espace' }]} here="Mon compte" />
      <h1>Mon compte</h1>
      {page.done && DONE[page.done] && !answer && <Done title={DONE[page.done]!} />}
      <MistakeSummary mistakes={answer?.mistakes} answer={answer} />
      {page.actingFor && (
        <p className="carte">
          Vous agissez pour {page.actingFor.name} : un compte reste personnel. Revenez à votre nom pour
          changer le vôtre.
        </p>
      )}
      {!page.actingFor && (
        <div className="grid gap-10">
          <section aria-labelledby="identite">
            <h2 id="identite">Qui je suis</h2>
            <Form method="post" noValidate className="max-w-xl">
              <Hidden name="intention" value="nom" />
              <TextField
                name="nom"
                label="Prénom et nom"
                autoComplete="name"
                value={typed['nom'] ?? page.name}
                mistake={mistakes['nom']}
              />
              <button type="submit" className="fr-btn fr-btn--secondary">
                Corriger
              </button>
            </Form>
            <h3 className="mt-6">Mes adresses</h3>
            <p>Vous pouvez vous connecter avec chacune d’elles.</p>
            <ul className="m-0 max-w-xl list-none p-0">
              {page.addresses.map((address) => (
                <li
                  key={address}
                  className="flex flex-wrap items-center justify-between gap-2 border-b border-trait py-2"
                >
                  <span className="wrap-anywhere">{address}</span>
                  {page.addresses.length > 1 && (
                    <Form method="post">
                      <Hidden name="intention" value="retirer-adresse" />
                      <Hidden name="adresse" value={address} />
                      <button
                        type="submit"
                        className="fr-btn fr-btn--sm fr-btn--tertiary"
                        aria-label={`Retirer ${address}`}
                      >
                        Retirer
                      </button>
                    </Form>
                  )}
                </li>
              ))}
            </ul>
            <Form method="post" noValidate className="mt-4 max-w-xl">
              <Hidden name="intention" value="ajouter-adresse" />
              <TextField
                name="courriel"
                type="email"
                label="Ajouter une adresse"
                hint="Un courriel y part ; l’adresse compte une fois confirmée."
                autoComplete="email"
                value={typed['courriel']}
                mistake={mistakes['courriel']}
              />
              <button type="submit" className="fr-btn fr-btn--secondary">
                Ajouter
              </button>
            </Form>
          </section>
          <section aria-labelledby="mes-courriels">
            <h2 id="mes-courriels">Ce que je reçois</h2>
            <Form method="post">
              <Hidden name="intention" value="courriels" />
              <CheckBoxes
                name="courriels"
                legend="Courriels"
                hint="Invitations, liens de connexion et courriels de sécurité partent toujours."
                choices={page.mails}
                checked={page.wanted}
              />
              <button type="submit" className="fr-btn fr-btn--secondary">
                Enregistrer
              </button>
            </Form>
          </section>
          <section aria-labelledby="suivis">
            <h2 id="suivis">Les pages que je suis de près</h2>
            {page.follows.length === 0 ? (
              <p>
                Rien encore. Sur la page d’une startup ou d’un incubateur, le bouton « Suivre » l’ajoute ici
                et à votre résumé de la semaine.
              </p>
            ) : (
              <ul className="m-0 max-w-xl list-none p-0">
                {page.follows.map((thing) => (
                  <li
                    key={thing.id}
                    className="flex flex-wrap items-center justify-between gap-2 border-b border-trait py-2"
                  >
                    <Link to={thing.path}>{thing.title}</Link>
                    <Form method="post">
                      <Hidden name="intention" value="ne-plus-suivre" />
                      <Hidden name="nature" value={thing.kind} />
                      <Hidden name="id" value={thing.id} />
                      <button
                        type="submit"
                        className="fr-btn fr-btn--sm fr-btn--tertiary"
                        aria-label={`Ne plus suivre ${thing.title}`}
                      >
                        Ne plus suivre
                      </button>
                    </Form>
                  </li>
                ))}
              </ul>
            )}
          </section>
          <section aria-labelledby="delegations">
            <h2 id="delegations">Délégations</h2>
            <p>
              Une personne de confiance peut agir en votre nom, pour un temps. Tout ce qu’elle fait porte son
              nom, « pour » le vôtre.
            </p>
            {page.received.map((delegation) => (
              <div
                key={delegation.id}
                className="carte mb-3 flex flex-wrap items-center justify-between gap-3"
              >
                <span>
                  {delegation.name} vous a donné délégation jusqu’au {delegation.until}.
                </span>
                <Form method="post" reloadDocument>
                  <Hidden name="intention" value="agir-pour" />
                  <Hidden name="personne" value={page.actingFor ? '' : delegation.fromId} />
                  <button type="submit" className="fr-btn fr-btn--sm">
                    {page.actingFor ? 'Revenir à mon nom' : `Agir pour ${delegation.name}`}
                  </button>
                </Form>
              </div>
            ))}
            {page.given.map((delegation) => (
              <div
                key={delegation.id}
                className="carte mb-3 flex flex-wrap items-center justify-between gap-3"
              >
                <span>
                  {delegation.name} peut agir pour vous jusqu’au {delegation.until}.
                </span>
                <Form method="post">
                  <Hidden name="intention" value="finir-delegation" />
                  <Hidden name="delegation" value={delegation.id} />
                  <button
                    type="submit"
                    className="fr-btn fr-btn--sm fr-btn--tertiary"
                    aria-label={`Mettre fin à la délégation ${ofName(delegation.name)}`}
                  >
                    Y mettre fin
                  </button>
                </Form>
              </div>
            ))}
            <Form method="post" noValidate className="max-w-xl">
              <Hidden name="intention" value="deleguer" />
              <TextField
                name="delegue"
                type="email"
                label="Adresse de la personne"
                hint="Elle a déjà un accès à Jalons."
                value={typed['delegue']}
                mistake={typed['intention'] === 'deleguer' ? mistakes['courriel'] : undefined}
              />
              <TextField
                name="fin"
                type="date"
                label="Jusqu’au"
                hint={`Au plus tard le ${formatDay(day(page.latestDelegation))}.`}
                value={typed['fin']}
                mistake={mistakes['fin']}
              />
              <button type="submit" className="fr-btn fr-btn--secondary">
                Donner délégation
              </button>
            </Form>
          </section>
          <section aria-labelledby="sessions">
            <h2 id="sessions">Mes sessions ouvertes</h2>
            <ul className="m-0 list-none p-0">
              {page.sessions.map((open) => (
                <li
                  key={open.id}
                  className="flex flex-wrap items-center justify-between gap-2 border-b border-trait py-2"
                >
                  <span>
                    <strong>{open.device}</strong>
                    {open.current && ' (celle-ci)'}
                    <span className="block text-sm text-discret">
                      Par {open.method}, depuis le {open.since} ; dernière activité le {open.seen}.
                    </span>
                  </span>
                  {!open.current && (
                    <Form method="post">
                      <Hidden name="intention" value="fermer-session" />
                      <Hidden name="session" value={open.id} />
                      <button
                        type="submit"
                        className="fr-btn fr-btn--sm fr-btn--tertiary"
                        aria-label={`Fermer la session ${open.device}`}
                      >
                        Fermer
                      </button>
                    </Form>
                  )}
                </li>
              ))}
            </ul>
            {page.sessions.length > 1 && (
              <Form method="post" className="mt-3">
                <Hidden name="intention" value="fermer-autres" />
                <button type="submit" className="fr-btn fr-btn--sm fr-btn--secondary">
                  Fermer toutes les autres
                </button>
              </Form>
            )}
          </section>
          <section aria-labelledby="donnees">
            <h2 id="donnees">Mes données</h2>
            <p>
              <a href="/espace/compte/donnees.json" download>
                Télécharger tout ce que Jalons sait de moi
              </a>{' '}
              (JSON).
            </p>
            <h3>M’effacer</h3>
            <p className="max-w-2xl">
              Votre nom, vos adresses et vos brouillons disparaissent, vos accès s’arrêtent. Ce que vous avez
              publié reste, signé « personne partie » : ce sont des faits de service public. Cela ne se défait
              pas.
            </p>
            <Form method="post" noValidate className="max-w-xl">
              <Hidden name="intention" value="effacer" />
              <TextField name="mot" label="Écrivez EFFACER pour confirmer" mistake={mistakes['mot']} />
              <button type="submit" className="fr-btn fr-btn--tertiary">
                M’effacer définitivement
              </button>
            </Form>
          </section>
        </div>
      )}
    </div>
  );
}
