import { incubatorPath, startupPath } from '~/platform/addresses';
import {
  redirect,
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
} from '@remix-run/node';
import { Link, useLoaderData } from '@remix-run/react';
import { Breadcrumb } from '~/design/Breadcrumb';
import { Ledger } from '~/design/Ledger';
import { StartupLine } from '~/network/parts/StartupLine';
import { Figure } from '~/design/Figure';
import { countOf, formatNumber } from '~/design/formats';
import { INCUBATOR_STATE_LABELS } from '~/network/incubator-states';
import { incubatorPage, type IncubatorPage } from '~/network/pages/incubator';
import { DRAWN_CODES } from '~/network/pages/stock-over-time';
import { StockOverTime } from '~/network/parts/StockOverTime';
import { Gantt } from '~/startup/parts/Gantt';
import { LifeLineLegend } from '~/startup/parts/PhaseBadge';
import { PageTools } from '~/network/parts/PageTools';
import { follow, followsOf } from '~/person/account.server';
import { can } from '~/person/rights';
import { renderMarkdown } from '~/platform/document/render.server';
import { readIncubatorContent } from '~/startup/reads.server';
import { PUBLIC_PAGE } from './answers.server';
import { mistaken, signedIn, textFields, tried } from './guards.server';
import { pageMeta, siteOf } from './metadata';
import { incubatorOf } from './startup-lookup.server';

export const headers = () => PUBLIC_PAGE;

export async function loader({ context, params }: LoaderFunctionArgs) {
  const { network, clock, session, actor, database } = context;
  const today = clock.today();
  const incubator = incubatorOf(network, params.id);
  const follows = session ? await followsOf(database.prisma, session.personId) : [];
  return {
    today,
    page: incubatorPage(network, incubator, today),
    html: renderMarkdown(await readIncubatorContent(database.prisma, incubator.id)),
    mine: session && {
      edits: can(actor, 'incubateur.modifier', { id: incubator.id }, today).allowed,
      sees: can(actor, 'incubateur.voir-interieur', { id: incubator.id }, today).allowed,
      follows: follows.some(({ incubatorId }) => incubatorId === incubator.id),
    },
  };
}

/** Follows the incubator, or no longer. */
export async function action(args: ActionFunctionArgs) {
  await signedIn(args);
  const { context, params, request } = args;
  const incubator = incubatorOf(context.network, params.id);
  const { suivre } = await textFields(request);
  const mistakes = await tried(() =>
    follow(context, { kind: 'incubator', id: incubator.id }, suivre === 'oui'),
  );
  return mistakes ? mistaken({}, mistakes) : redirect(incubatorPath(incubator.publicId));
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) =>
  data
    ? pageMeta(siteOf(matches), {
        title: data.page.title,
        description: data.page.description ?? `Les startups de ${data.page.title}.`,
        path: incubatorPath(data.page.publicId),
        feed: `${incubatorPath(data.page.publicId)}/fil.atom`,
      })
    : [{ title: 'Page introuvable · Jalons' }];

function StageSection({ stage }: { stage: IncubatorPage['byStage'][number] }) {
  if (stage.count === 0) return null;
  return (
    <section aria-labelledby={`etape-${stage.stage}`} className="mt-8">
      <h3 id={`etape-${stage.stage}`} className="mb-3 text-xl">
        {stage.label} <span className="font-normal text-discret">({formatNumber(stage.count)})</span>
      </h3>
      <ul className="m-0 grid list-none grid-cols-1 gap-x-8 p-0 lg:grid-cols-2">
        {stage.startups.map((startup) => (
          <StartupLine key={startup.publicId} startup={startup} />
        ))}
      </ul>
    </section>
  );
}

export default function Incubator() {
  const { page, html, today, mine } = useLoaderData<typeof loader>() as unknown as Awaited<
    ReturnType<typeof loader>
  >;
  return (
    <div className="page py-10">
      <Breadcrumb path={[{ label: 'Incubateurs', to: '/incubateurs' }]} here={page.title} />
      {mine && <PageTools path={incubatorPath(page.publicId)} mine={mine} />}
      <h1 className="mb-2">{page.title}</h1>
      <p className="max-w-4xl text-xl leading-8">
        <strong>
          {page.startupCount === 0
            ? 'Aucune startup encore'
            : `${countOf(page.startupCount, 'startup suivie', 'startups suivies')}${page.since ? ` depuis ${page.since.slice(0, 4)}` : ''}`}
          .
        </strong>{' '}
        {page.description}
      </p>
      <p className="text-sm text-discret">
        {INCUBATOR_STATE_LABELS[page.state]}
        {page.fictional && ' · incubateur inventé pour la démonstration'}
        {page.owner && (
          <>
            {' · porté par '}
            {page.owner.to ? <Link to={page.owner.to}>{page.owner.name}</Link> : page.owner.name}
          </>
        )}
        {page.website && (
          <>
            {' · '}
            <a href={page.website} rel="noopener">
              Site de l’incubateur
            </a>
          </>
        )}
        {page.state !== 'closed' && (
          <>
            {' · '}
            <Link to={`${incubatorPath(page.publicId)}/proposer`}>Proposer une startup</Link>
          </>
        )}
        {page.contact && (
          <>
            {' · '}
            <a href={`mailto:${page.contact}`}>{page.contact}</a>
          </>
        )}
      </p>
      {(page.address || page.github) && (
        <p className="text-sm text-discret">
          {page.address && <span className="whitespace-pre-line">{page.address}</span>}
          {page.address && page.github && ' · '}
          {page.github && (
            <a href={page.github} rel="noopener" aria-label={`Code source de ${page.title}`}>
              Code source
            </a>
          )}
        </p>
      )}
      {page.cockpitPublished && (
        <p>
          <Link to={`${incubatorPath(page.publicId)}/tableau`}>Son tableau de bord, qu’il publie</Link>
        </p>
      )}
      {html.trim() !== '' && (
        <div className="prose mt-6 max-w-3xl" dangerouslySetInnerHTML={{ __html: html }} />
      )}
      {page.highlighted.length > 0 && (
        <section aria-labelledby="en-avant" className="mt-8">
          <h2 id="en-avant">À découvrir</h2>
          <ul className="m-0 grid list-none grid-cols-1 gap-x-8 p-0 lg:grid-cols-2">
            {page.highlighted.map((startup) => (
              <StartupLine key={startup.publicId} startup={startup} />
            ))}
          </ul>
        </section>
      )}
      {page.startupCount > 0 && (
        <>
          <div className="mt-6 grid grid-cols-1 gap-4 sm:grid-cols-2 lg:grid-cols-4">
            {page.figures.map((figure) => (
              <Figure key={figure.label} {...figure} />
            ))}
          </div>
          <section aria-labelledby="vies" className="mt-12">
            <h2 id="vies">Toutes ses vies</h2>
            <Gantt
              rows={page.rows}
              today={today}
              sentence={`Lignes de vie des ${page.rows.length} startups de ${page.title}, de la plus ancienne à la plus récente. Les mêmes startups sont listées par étape plus bas.`}
            />
            <LifeLineLegend
              codes={page.codes}
              marks={page.impacts.length > 0 ? [{ kind: 'national-impact', label: 'Impact national' }] : []}
            />
          </section>
          {page.history.length > 1 && (
            <section aria-labelledby="histoire" className="mt-12">
              <h2 id="histoire">Son portefeuille d’année en année</h2>
              <StockOverTime
                points={page.history}
                codes={DRAWN_CODES}
                rule="Startups de cet incubateur par phase en cours au 31 décembre, et aujourd’hui ; les incubateurs des fiches ne sont pas datés, ce sont ceux d’aujourd’hui."
                linkOf={(on) =>
                  `/startups?incubateur=${encodeURIComponent(page.publicId)}&au=${on}&situation=toutes`
                }
                listOf={(on, phase) =>
                  `/startups?incubateur=${encodeURIComponent(page.publicId)}&au=${on}&situation=toutes&phase=${phase}`
                }
              />
            </section>
          )}
          <section aria-labelledby="portefeuille" className="mt-12">
            <h2 id="portefeuille">Son portefeuille par étape</h2>
            {page.byStage.map((stage) => (
              <StageSection key={stage.stage} stage={stage} />
            ))}
          </section>
          <div className="mt-12 grid gap-10 lg:grid-cols-3">
            <Ledger
              id="financements"
              title="Financements"
              none="Aucun financement connu."
              total={page.awardTotal}
              lines={page.awards.map((award) => ({
                what: (
                  <>
                    {award.to ? <Link to={award.to}>{award.laureate}</Link> : award.laureate} ·{' '}
                    <Link to={award.round}>{award.name}</Link>
                  </>
                ),
                value: award.amount,
              }))}
            />
            <Ledger
              id="impact-national"
              title="Impact national"
              none="Aucune reconnaissance encore."
              lines={page.impacts.map((impact) => ({
                what: <Link to={startupPath(impact.publicId)}>{impact.title}</Link>,
                value: impact.year ?? impact.day,
              }))}
            />
            <Ledger
              id="administrations"
              title="Administrations servies"
              none="Aucune administration porteuse connue."
              lines={page.organisations.map((organisation) => ({
                what: <Link to={organisation.to}>{organisation.name}</Link>,
                value: countOf(organisation.count, 'startup', 'startups'),
              }))}
            />
          </div>
        </>
      )}
    </div>
  );
}
