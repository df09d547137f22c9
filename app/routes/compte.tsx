import {
  redirect,
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
} from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { Breadcrumb } from '~/design/Breadcrumb';
import { Done, MistakeSummary, type FormAnswer } from '~/design/form/Mistakes';
import { formatDay, formatInstant } from '~/design/formats';
import { incubatorPath, startupPath } from '~/platform/addresses';
import { addressesOf, followsOf, opposesPublication, unwantedMails } from '~/person/account.server';
import { MAIL_KINDS, OPTIONAL_MAILS } from '~/person/mail-kinds';
import { Delegations } from '~/person/parts/account/Delegations';
import { Identity } from '~/person/parts/account/Identity';
import { Mails } from '~/person/parts/account/Mails';
import { OwnData } from '~/person/parts/account/OwnData';
import { Sessions } from '~/person/parts/account/Sessions';
import { METHOD_LABELS, sessionsOf } from '~/person/session.server';
import { delegationEndsBy, delegationsOf } from '~/person/trust.server';
import { clearCookie, COOKIES } from '~/platform/http/cookies';
import { day } from '~/platform/day';
import { doOnAccount, type AccountDeed } from './account-verbs.server';
import { formOf, mistaken, signedIn, textsOf, tried } from './guards.server';

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
    opposes: await opposesPublication(prisma, session.personId),
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
    latestDelegation: formatDay(delegationEndsBy(today)),
    done: new URL(request.url).searchParams.get('fait'),
  };
}

const DONE: Readonly<Record<string, string>> = {
  nom: 'Votre nom est corrigé.',
  adresse: 'Un courriel de confirmation vient de partir vers cette adresse.',
  'adresse-retiree': 'L’adresse est retirée.',
  session: 'La session est terminée.',
  courriels: 'Vos préférences sont enregistrées.',
  publication: 'Votre choix est enregistré, et vaut dès maintenant.',
  suivi: 'Vous ne suivez plus cette page.',
  delegation: 'La délégation est donnée.',
  'delegation-finie': 'La délégation est terminée.',
};

export async function action(args: ActionFunctionArgs) {
  const session = await signedIn(args);
  const form = await formOf(args.request);
  const typed = textsOf(form);
  let done = '' as AccountDeed | '';
  const mistakes = await tried(async () => {
    done = await doOnAccount(args.context, session, form);
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
          <Identity name={page.name} addresses={page.addresses} typed={typed} mistakes={mistakes} />
          <Mails mails={page.mails} wanted={page.wanted} follows={page.follows} />
          <Delegations
            received={page.received}
            given={page.given}
            latestDay={page.latestDelegation}
            typed={typed}
            mistakes={mistakes}
          />
          <Sessions sessions={page.sessions} />
          <OwnData mistakes={mistakes} opposes={page.opposes} />
        </div>
      )}
    </div>
  );
}
