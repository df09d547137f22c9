import {
  redirect,
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
} from '@remix-run/node';
import { Form, Link, useActionData, useLoaderData } from '@remix-run/react';
import { Hidden } from '~/design/form/Field';
import { Done, MistakeSummary, type FormAnswer } from '~/design/form/Mistakes';
import { countOf, daysAhead, formatInstant, ofName } from '~/design/formats';
import { confirmUnchanged } from '~/exchange/publication/lifecycle.server';
import { NATURE_LABELS, type Nature } from '~/exchange/publication/replace.server';
import { mySpacePage, type SpaceStartup } from '~/network/pages/my-space.server';
import { seatsAt } from '~/round/jury/own-seats.server';
import { startupPath } from '~/platform/addresses';
import { isFirstVisit } from '~/person/account.server';
import { askForExtension } from '~/person/missions.server';
import { permitted, RuleError } from '~/person/acting';
import { PhaseBadge } from '~/startup/parts/PhaseBadge';
import { mistaken, signedIn, textFields, tried } from './guards.server';
import { startupOf, tiesOf } from './startup-lookup.server';

export async function loader(args: LoaderFunctionArgs) {
  const session = await signedIn(args);
  const { context, request } = args;
  const page = await mySpacePage(
    context.database.prisma,
    context.network,
    session.actor,
    context.clock.today(),
  );
  return {
    ...page,
    name: session.actingFor?.name ?? session.name,
    actingFor: session.actingFor !== null,
    firstVisit: await isFirstVisit(context.database.prisma, session.personId),
    done: new URL(request.url).searchParams.get('fait'),
    seats: await seatsAt(context.database.prisma, session.actor, context.clock.now()),
    cards: page.cards.map((card) => ({
      ...card,
      changedByOthers: card.changedByOthers.map(({ when, nature, author }) => ({
        when: formatInstant(when),
        nature: NATURE_LABELS[nature as Nature],
        author,
      })),
    })),
  };
}

/** « Rien n’a changé », and « prolongez ma mission ». */
export async function action(args: ActionFunctionArgs) {
  const session = await signedIn(args);
  const { context, request } = args;
  const { intention = '', startup: id } = await textFields(request);
  const startup = startupOf(context.network, id);
  const mistakes = await tried(async () => {
    if (intention === 'rien-change') {
      permitted(context, 'startup.modifier', tiesOf(startup));
      await confirmUnchanged(context, startup.id, session.personId);
    } else if (intention === 'prolonger') {
      await askForExtension(context, {
        kind: 'startup',
        ties: tiesOf(startup),
        title: startup.title,
        path: startupPath(startup.publicId),
      });
      context.mail.wake();
    } else throw new RuleError('Cette action n’existe pas.');
  });
  return mistakes
    ? mistaken({}, mistakes)
    : redirect(`/espace?fait=${intention === 'rien-change' ? 'confirme' : 'demande'}`);
}

export const meta: MetaFunction = () => [
  { title: 'Mon espace · Jalons' },
  { name: 'robots', content: 'noindex' },
];

type Card = Omit<SpaceStartup, 'changedByOthers'> & {
  changedByOthers: Array<{ when: string; nature: string; author: string | null }>;
};

const MOST_SIGNALS = 8;

const DONE: Readonly<Record<string, string>> = {
  confirme: 'C’est noté : la page est à jour d’aujourd’hui.',
  demande: 'Votre demande de prolongation est partie à l’équipe et à l’incubateur.',
};

function StartupCard({ card, firstVisit }: { card: Card; firstVisit: boolean }) {
  const id = `startup-${card.publicId}`;
  return (
    <article className="carte" aria-labelledby={id}>
      <div className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1">
        <h2 id={id} className="m-0 text-xl">
          <Link to={card.path}>{card.title}</Link>
        </h2>
        {card.code && <PhaseBadge code={card.code} />}
      </div>
      <p className="m-0 mt-1 text-sm text-discret">
        {card.status}. Vous y êtes pour : {card.role.toLowerCase()}.
      </p>
      {card.readOnlyUntil ? (
        <div className="mt-4">
          <p className="m-0 font-medium">
            Votre mission est terminée : vous lisez encore jusqu’au {card.readOnlyUntil}
            {card.draft && ', et votre brouillon est gardé'}.
          </p>
          <Form method="post" className="mt-2">
            <Hidden name="startup" value={card.publicId} />
            <button type="submit" name="intention" value="prolonger" className="fr-btn fr-btn--sm">
              Faire prolonger
            </button>
          </Form>
        </div>
      ) : (
        <>
          <h3 className="mt-4 mb-2 text-base">
            {card.signals.length === 0
              ? 'Rien n’est attendu de vous maintenant.'
              : `Attendu de vous maintenant : ${countOf(card.signals.length, 'point', 'points')}`}
          </h3>
          {card.signals.length > 0 && (
            <ul className="m-0 list-none p-0">
              {card.signals.map((signal) => (
                <li key={signal.sentence} className="border-b border-trait py-2">
                  <Link to={signal.to} className="font-medium">
                    {signal.sentence}
                  </Link>
                  <span className="block text-sm text-discret">{signal.why}</span>
                </li>
              ))}
            </ul>
          )}
          <div className="mt-4 flex flex-wrap gap-2">
            {card.edits && (
              <Link to={`${card.path}/modifier`} className="fr-btn fr-btn--sm">
                {card.draft ? 'Reprendre mon brouillon' : 'Modifier la page'}
              </Link>
            )}
            <Link to={`${card.path}/comites`} className="fr-btn fr-btn--sm fr-btn--tertiary">
              Comités
            </Link>
            <Link to={`${card.path}/equipe`} className="fr-btn fr-btn--sm fr-btn--tertiary">
              Équipe
            </Link>
            <Link to={`${card.path}/interieur`} className="fr-btn fr-btn--sm fr-btn--tertiary">
              Vue intérieure
            </Link>
            {card.edits && (
              <Form method="post">
                <Hidden name="startup" value={card.publicId} />
                <button
                  type="submit"
                  name="intention"
                  value="rien-change"
                  className="fr-btn fr-btn--sm fr-btn--tertiary"
                  aria-label={`Rien n’a changé pour ${card.title}`}
                >
                  Rien n’a changé
                </button>
              </Form>
            )}
          </div>
          {card.endsSoon && (
            <Form method="post" className="mt-4">
              <p className="m-0 mb-2">
                Votre mission finit le {card.endsSoon} : une autre personne de l’équipe ou de l’incubateur
                peut la prolonger.
              </p>
              <Hidden name="startup" value={card.publicId} />
              <button
                type="submit"
                name="intention"
                value="prolonger"
                className="fr-btn fr-btn--sm fr-btn--secondary"
              >
                Faire prolonger
              </button>
            </Form>
          )}
          {card.people.length > 0 && (
            <details className="mt-4 text-sm" open={firstVisit}>
              <summary className="lien cursor-pointer">Qui est qui</summary>
              <dl className="m-0 mt-1 grid gap-1">
                {card.people.map(({ role, names }) => (
                  <div key={role} className="flex flex-wrap gap-x-2">
                    <dt className="text-discret">{role}</dt>
                    <dd className="m-0">{names.join(', ')}</dd>
                  </div>
                ))}
              </dl>
            </details>
          )}
          {card.changedByOthers.length > 0 && (
            <div className="mt-4 text-sm">
              <h3 className="m-0 mb-1 text-sm">Changé par d’autres ce mois-ci</h3>
              <ul className="m-0 list-none p-0">
                {card.changedByOthers.map((change) => (
                  <li key={change.when} className="p-0">
                    <Link to={`${card.path}/historique`}>{change.nature}</Link>, {change.when}
                    {change.author && `, ${change.author}`}
                  </li>
                ))}
              </ul>
            </div>
          )}
        </>
      )}
    </article>
  );
}

export default function MySpace() {
  const page = useLoaderData<typeof loader>();
  const answer = useActionData() as FormAnswer | undefined;
  const expected = page.cards.reduce((sum, card) => sum + card.signals.length, 0);
  return (
    <div className="page py-10">
      <h1 className="mb-2">{page.actingFor ? `L’espace ${ofName(page.name)}` : 'Mon espace'}</h1>
      <p className="text-xl">
        {page.cards.length === 0
          ? page.actingFor
            ? `Vous agissez pour ${page.name}.`
            : `Bonjour ${page.name}.`
          : expected === 0
            ? `Bonjour ${page.name} : rien n’est attendu de vous aujourd’hui.`
            : `Bonjour ${page.name} : ${countOf(expected, 'point attend', 'points attendent')} votre réponse.`}
      </p>
      {page.done && DONE[page.done] && <Done title={DONE[page.done]!} />}
      <MistakeSummary mistakes={answer?.mistakes} answer={answer} title="Ce n’est pas passé" />
      <div className="grid gap-8 lg:grid-cols-[1fr_20rem]">
        <div className="grid content-start gap-6">
          {page.coaches && (
            <p className="m-0">
              <Link to="/espace/accompagnements" className="fr-btn">
                Mon coaching
              </Link>
            </p>
          )}
          {page.seats.map((seat) => (
            <article key={seat.path} className="carte">
              <h2 className="m-0 text-xl">
                <Link to={seat.path}>{seat.title}</Link>
              </h2>
              <p className="m-0 mt-1">{seat.sentence}</p>
              {seat.votes && (
                <p className="m-0 mt-3">
                  <Link to={`${seat.path}/lectures`} className="fr-btn fr-btn--sm">
                    Mes lectures
                  </Link>
                </p>
              )}
            </article>
          ))}
          {page.cards.map((card) => (
            <StartupCard key={card.publicId} card={card as Card} firstVisit={page.firstVisit} />
          ))}
          {page.incubators.map((incubator) => (
            <article key={incubator.path} className="carte">
              <h2 className="m-0 text-xl">
                {incubator.hidden ? incubator.title : <Link to={incubator.path}>{incubator.title}</Link>}
              </h2>
              <p className="m-0 mt-1 text-sm text-discret">{incubator.role}</p>
              {incubator.signals.length === 0 ? (
                <p className="m-0 mt-3">Aucune startup n’attend de réponse de votre part.</p>
              ) : (
                <>
                  <h3 className="mt-3 mb-1 text-base">
                    {countOf(
                      incubator.signals.length,
                      'point attend une réponse',
                      'points attendent une réponse',
                    )}
                  </h3>
                  <ul className="m-0 list-none p-0 text-sm">
                    {incubator.signals.slice(0, MOST_SIGNALS).map((signal) => (
                      <li key={signal.text} className="border-b border-trait py-1.5">
                        <Link to={signal.to}>{signal.text}</Link>
                        <span className="block text-discret">{signal.why}</span>
                      </li>
                    ))}
                  </ul>
                  {incubator.signals.length > MOST_SIGNALS && (
                    <p className="m-0 mt-2 text-sm">
                      Et {countOf(incubator.signals.length - MOST_SIGNALS, 'autre', 'autres')}, à la vue
                      intérieure de chaque startup.
                    </p>
                  )}
                </>
              )}
              <div className="mt-4 flex flex-wrap gap-2">
                <Link to={`${incubator.path}/interieur`} className="fr-btn fr-btn--sm">
                  Les startups qui demandent attention
                </Link>
                <Link to={`${incubator.path}/comites`} className="fr-btn fr-btn--sm fr-btn--secondary">
                  Comités
                </Link>
                {incubator.edits && (
                  <Link to={`${incubator.path}/modifier`} className="fr-btn fr-btn--sm fr-btn--tertiary">
                    Page de l’incubateur
                  </Link>
                )}
                <Link to={`${incubator.path}/equipe`} className="fr-btn fr-btn--sm fr-btn--tertiary">
                  Personnes et partages
                </Link>
                <Link
                  to={`${incubator.path}/nouvelle-startup`}
                  className="fr-btn fr-btn--sm fr-btn--tertiary"
                >
                  Nouvelle startup
                </Link>
              </div>
            </article>
          ))}
          {page.roles.map((role) => (
            <article key={role.code} className="carte">
              <h2 className="m-0 text-xl">{role.label}</h2>
              <p className="m-0 mt-1">{role.does}</p>
              {role.committees && (
                <p className="m-0 mt-3">
                  <Link to={role.committees} className="fr-btn fr-btn--sm">
                    Ce que vos comités ont décidé
                  </Link>
                </p>
              )}
              {role.code === 'animation' && (
                <p className="m-0 mt-3">
                  <Link to="/reseau" className="fr-btn fr-btn--sm">
                    Les listes du réseau
                  </Link>
                </p>
              )}
              {role.code === 'administrator' && (
                <p className="m-0 mt-3">
                  <Link to="/administration" className="fr-btn fr-btn--sm">
                    Administration technique
                  </Link>
                </p>
              )}
            </article>
          ))}
        </div>
        <aside className="grid content-start gap-6" aria-label="Dates et repères">
          <section className="carte text-sm" aria-labelledby="dates">
            <h2 id="dates" className="m-0 mb-2 text-lg">
              Dates à venir
            </h2>
            {page.dates.length === 0 ? (
              <p className="m-0">Aucune date connue pour l’instant.</p>
            ) : (
              <ul className="m-0 list-none p-0">
                {page.dates.map((date) => (
                  <li key={`${date.what}${date.day}`} className="border-b border-trait py-2">
                    <span className="block font-medium">
                      {date.to ? <Link to={date.to}>{date.what}</Link> : date.what}
                    </span>
                    {date.day}, {daysAhead(date.days)}
                  </li>
                ))}
              </ul>
            )}
          </section>
          {page.phases.map((phase) => (
            <section key={phase.code} className="carte text-sm" aria-labelledby={`phase-${phase.code}`}>
              <h2 id={`phase-${phase.code}`} className="m-0 mb-2 text-lg">
                {phase.label}, en une phrase
              </h2>
              <p className="m-0">{phase.question}</p>
              <p className="m-0 mt-2">{phase.ends}</p>
              <p className="m-0 mt-2">
                <Link to={`/aide/phases/${phase.code}`}>Ce qu’on y attend</Link>
              </p>
            </section>
          ))}
          <section className="carte text-sm" aria-labelledby="debuter">
            <h2 id="debuter" className="m-0 mb-2 text-lg">
              Pour bien commencer
            </h2>
            <ul className="m-0 pl-4">
              <li>
                <Link to="/aide/vocabulaire">Dix mots à connaître</Link>
              </li>
              <li>
                <Link to="/aide/signaux">Pourquoi Jalons vous demande quelque chose</Link>
              </li>
              <li>
                <Link to="/aide/droits">Qui peut faire quoi</Link>
              </li>
              <li>
                <Link to="/espace/calendriers">Les comités dans mon agenda</Link>
              </li>
              <li>
                <Link to="/espace/certification">Ma certification</Link>
              </li>
              <li>
                <Link to="/espace/compte">Mon compte et mes courriels</Link>
              </li>
            </ul>
          </section>
        </aside>
      </div>
    </div>
  );
}
