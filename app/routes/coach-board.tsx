import {
  redirect,
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
} from '@remix-run/node';
import { Form, Link, useActionData, useLoaderData } from '@remix-run/react';
import { restSignal, saveDays } from '~/committee/coaching/coaching.server';
import { MOST_DAYS, readDays, readPastedDays } from '~/committee/coaching/pasted-days.server';
import { Breadcrumb } from '~/design/Breadcrumb';
import { Hidden, TextAreaField, TextField } from '~/design/form/Field';
import { Done, MistakeSummary, type FormAnswer } from '~/design/form/Mistakes';
import { countOf } from '~/design/formats';
import { coachBoard, coachedBy, type CoachedStartup } from '~/network/pages/coach-board.server';
import { SIGNALS } from '~/network/signals';
import { firstOfMonth } from '~/impact/values/periods';
import { RuleError } from '~/person/acting';
import { addMonths } from '~/platform/calendar';
import { PhaseBadge } from '~/startup/parts/PhaseBadge';
import { mistaken, signedIn, textFields, tried } from './guards.server';
import { startupOf, tiesOf } from './startup-lookup.server';

/** A known signal rests this long, and speaks again if nothing changed. */
const REST_MONTHS = 3;

export async function loader(args: LoaderFunctionArgs) {
  const session = await signedIn(args);
  const { context, request } = args;
  const today = context.clock.today();
  return {
    startups: await coachBoard(context.database.prisma, context.network, session.actor, today),
    month: today.slice(0, 7),
    done: new URL(request.url).searchParams.get('fait'),
  };
}

export async function action(args: ActionFunctionArgs) {
  const { actor } = await signedIn(args);
  const { context } = args;
  const typed = await textFields(args.request);
  if (typed['intention'] === 'tableau') {
    const refused = await tried(async () => {
      const mine = coachedBy(context.network, actor, context.clock.today());
      const lines = await readPastedDays(typed['tableau'] ?? '', mine);
      await saveDays(
        context,
        lines.map(({ startup, ...given }) => ({ startup: tiesOf(startup), ...given })),
      );
    });
    return refused ? mistaken(typed, refused) : redirect('/espace/accompagnements?fait=tableau');
  }
  const startup = startupOf(context.network, typed['startup']);
  const today = context.clock.today();
  const intention = typed['intention'] ?? '';
  const refused = await tried(() => {
    if (intention === 'jours') {
      const days = readDays(typed['jours'] ?? '');
      if (days === null)
        throw new RuleError(`Jours : un nombre entre 0 et ${MOST_DAYS}, par exemple 2,5.`, 'jours');
      return saveDays(context, [{ startup: tiesOf(startup), month: firstOfMonth(today), days }]);
    }
    if (intention === 'savoir') {
      const code = SIGNALS.find((signal) => signal.code === typed['signal'])?.code;
      if (!code) throw new RuleError('Ce signal n’existe plus.');
      return restSignal(context, tiesOf(startup), {
        code,
        because: (typed['parce'] ?? '').trim().slice(0, 300),
        until: addMonths(today, REST_MONTHS),
      });
    }
    throw new RuleError('Cette action n’existe pas.');
  });
  return refused ? mistaken(typed, refused) : redirect(`/espace/accompagnements?fait=${intention}`);
}

export const meta: MetaFunction = () => [
  { title: 'Mon coaching · Jalons' },
  { name: 'robots', content: 'noindex' },
];

const DONE: Readonly<Record<string, string>> = {
  jours: 'Les jours du mois sont notés.',
  tableau: 'Les jours du tableau sont notés.',
  savoir: 'C’est noté : ce signal se tait trois mois.',
};

function CoachedCard({ card, answer }: { card: CoachedStartup; answer: FormAnswer | undefined }) {
  const mine = answer?.typed['startup'] === card.publicId ? answer : undefined;
  return (
    <article className="carte" aria-labelledby={`carte-${card.publicId}`}>
      <div className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1">
        <h2 id={`carte-${card.publicId}`} className="m-0 text-xl">
          <Link to={card.path}>{card.title}</Link>
        </h2>
        {card.code && <PhaseBadge code={card.code} />}
      </div>
      <p className="m-0 mt-1 text-sm text-discret">
        {card.incubators}. {card.status}. {card.time?.sentence}
      </p>
      <dl className="m-0 mt-4 grid grid-cols-1 gap-x-6 gap-y-2 sm:grid-cols-2 lg:grid-cols-4">
        <div>
          <dt className="text-sm text-discret">Prochain comité</dt>
          <dd className="m-0 font-bold">
            {card.next ?? 'aucun attendu'}
            {card.late && ', date passée'}
          </dd>
        </div>
        <div>
          <dt className="text-sm text-discret">Conditions</dt>
          <dd className="m-0 font-bold">
            <Link to={`${card.path}/comites#conditions`}>
              {countOf(card.conditions, 'ouverte', 'ouvertes')}
            </Link>
            {card.lateConditions > 0 && `, ${card.lateConditions} en retard`}
          </dd>
        </div>
        <div>
          <dt className="text-sm text-discret">Dernier chiffre</dt>
          <dd className="m-0 font-bold">{card.figure ?? 'aucun'}</dd>
        </div>
        <div>
          <dt className="text-sm text-discret">Jours d’accompagnement</dt>
          <dd className="m-0 font-bold">
            {card.cap === null
              ? 'sans plafond à cette étape'
              : `${card.cap.used.toLocaleString('fr-FR')} sur ${card.cap.words}`}
            {card.cap?.over && ' : plafond dépassé'}
            {card.twoYears && <span className="block">Plus de deux ans : dites pourquoi au comité.</span>}
          </dd>
        </div>
      </dl>
      {card.signals.length > 0 && (
        <ul className="m-0 mt-4 list-none p-0">
          {card.signals.map((signal) => {
            const id = `${card.publicId}-${signal.code}`;
            const asked = mine?.typed['signal'] === signal.code ? mine : undefined;
            return (
              <li key={signal.sentence} className="border-b border-trait py-2">
                <strong>{signal.sentence}</strong>
                <span className="block text-sm text-discret">{signal.why}</span>
                <details open={asked !== undefined}>
                  <summary
                    className="lien cursor-pointer text-sm"
                    aria-label={`Je le sais : ${signal.sentence}`}
                  >
                    Je le sais
                  </summary>
                  <Form method="post" noValidate className="mt-2 flex flex-wrap items-end gap-2">
                    <Hidden name="startup" value={card.publicId} />
                    <Hidden name="signal" value={signal.code} />
                    <div className="grow">
                      <TextField
                        name="parce"
                        id={`parce-${id}`}
                        label="Parce que"
                        value={asked?.typed['parce']}
                        mistake={asked?.mistakes['parce']}
                      />
                    </div>
                    <button
                      type="submit"
                      name="intention"
                      value="savoir"
                      className="fr-btn fr-btn--sm fr-btn--secondary"
                    >
                      Faire taire trois mois
                    </button>
                  </Form>
                </details>
              </li>
            );
          })}
        </ul>
      )}
      {card.resting.length > 0 && (
        <p className="m-0 mt-3 text-sm text-discret">
          {card.resting.map(({ because, until }) => `Su : ${because}, jusqu’au ${until}.`).join(' ')}
        </p>
      )}
      <div className="mt-4 flex flex-wrap items-end gap-4">
        <Form method="post" noValidate className="flex flex-wrap items-end gap-2">
          <Hidden name="startup" value={card.publicId} />
          <TextField
            name="jours"
            id={`jours-${card.publicId}`}
            label="Mes jours ce mois-ci"
            inputMode="decimal"
            value={mine?.typed['jours'] ?? (card.month === null ? '' : String(card.month))}
            mistake={mine?.mistakes['jours']}
          />
          <button
            type="submit"
            name="intention"
            value="jours"
            className="fr-btn fr-btn--sm fr-btn--secondary mb-6"
            aria-label={`Noter mes jours pour ${card.title}`}
          >
            Noter
          </button>
        </Form>
        <p className="mb-6">
          <Link to={`${card.path}/accompagnement`}>
            Carnet{card.checks > 0 && ` et liste de la phase, ${countOf(card.checks, 'point', 'points')}`}
          </Link>
        </p>
      </div>
    </article>
  );
}

export default function CoachBoard() {
  const page = useLoaderData<typeof loader>() as unknown as Awaited<ReturnType<typeof loader>>;
  const answer = useActionData() as FormAnswer | undefined;
  const pasted = answer?.typed['intention'] === 'tableau' ? answer : undefined;
  return (
    <div className="page py-10">
      <Breadcrumb path={[{ label: 'Mon espace', to: '/espace' }]} here="Mon coaching" />
      <h1 className="mb-2">Mon coaching</h1>
      <p className="text-xl">
        {page.startups.length === 0
          ? 'Vous n’accompagnez aucune startup aujourd’hui : elles apparaissent ici dès qu’une mission de coaching vous y est donnée.'
          : `${countOf(page.startups.length, 'startup accompagnée', 'startups accompagnées')}.`}
      </p>
      {page.done && Object.hasOwn(DONE, page.done) && !answer && <Done title={DONE[page.done]!} />}
      <MistakeSummary
        mistakes={answer?.mistakes}
        answer={answer}
        linkOf={(field) =>
          `#${field}-${answer?.typed['startup'] ?? ''}${field === 'parce' ? `-${answer?.typed['signal'] ?? ''}` : ''}`
        }
      />
      <div className="grid grid-cols-1 gap-6">
        {page.startups.map((card) => (
          <CoachedCard key={card.publicId} card={card} answer={answer} />
        ))}
      </div>
      {page.startups.length > 0 && (
        <details className="mt-8" open={pasted !== undefined}>
          <summary className="lien cursor-pointer">Coller mes jours depuis un tableur</summary>
          <Form method="post" noValidate className="mt-4 max-w-2xl">
            <TextAreaField
              name="tableau"
              id="tableau-"
              label="Tableau"
              hint="Trois colonnes : startup, mois, jours. Par exemple « Potagers partagés ; 2026-03 ; 2,5 ». Un mois déjà noté est remplacé."
              rows={6}
              value={pasted?.typed['tableau']}
              mistake={pasted?.mistakes['tableau']}
            />
            <button type="submit" name="intention" value="tableau" className="fr-btn fr-btn--secondary">
              Noter ces jours
            </button>
          </Form>
        </details>
      )}
    </div>
  );
}
