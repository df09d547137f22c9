import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { Link, useLoaderData } from '@remix-run/react';
import { Breadcrumb } from '~/design/Breadcrumb';
import { ofName } from '~/design/formats';
import { budgetsOf } from '~/impact/budget/budget.server';
import { campaignAt, publishedSince } from '~/impact/budget/budget';
import { matrixState } from '~/impact/matrix';
import { MetricCurve } from '~/impact/parts/MetricCurve';
import { metricsWithin } from '~/impact/reads.server';
import { attentionOf, metricView } from '~/impact/views';
import { incubatorPath, startupPath } from '~/platform/addresses';
import { startupsOf } from '~/network/groupings';
import { addMonths } from '~/platform/calendar';
import { can, insideStartup, type IncubatorTies } from '~/person/rights';
import { currentPhase } from '~/startup/life';
import { startupIdsWithin } from '~/startup/reads.server';
import { LIFECYCLE } from '~/startup/rules';
import { allowed, ownIncubatorOf } from './guards.server';
import { costsFrom } from '~/impact/startup-costs';

const SHOWN_MONTHS = 36;

export async function loader(args: LoaderFunctionArgs) {
  const incubator = await ownIncubatorOf(args);
  await allowed(args, 'incubateur.voir-interieur', incubator satisfies IncubatorTies);
  const { network, database, clock, actor } = args.context;
  const { prisma } = database;
  const today = clock.today();
  const reached = new Set(await startupIdsWithin(prisma, insideStartup, actor, today));
  const startups = startupsOf(network, incubator).filter(({ id, phases }) => {
    const phase = currentPhase(phases, today);
    return reached.has(id) && phase !== null && LIFECYCLE[phase.code].active;
  });
  const ids = startups.map(({ id }) => id);
  const metrics = await metricsWithin(prisma, ids, addMonths(today, -SHOWN_MONTHS));
  const seesBudget = (startup: { id: string }) =>
    can(actor, 'startup.voir-budget', { id: startup.id, incubatorIds: [incubator.id] }, today).allowed;
  const budgets = await budgetsOf(prisma, ids, { inside: true });
  const campaign = campaignAt(today);
  const rows = startups
    .map((startup) => {
      const mine = metrics.filter(({ startupId }) => startupId === startup.id);
      const money = budgets.filter(
        ({ startupId, publishedAt }) =>
          startupId === startup.id && (seesBudget(startup) || publishedAt !== null),
      );
      const costs = costsFrom(mine, money, today);
      const state = matrixState(
        mine.map(({ indicator, months }) => ({ indicator, lastMonth: months.at(-1)?.month ?? null })),
        { 'cout-usage': costs[0]!.euros !== null },
        today,
      );
      const missing = Object.values(state)
        .flat()
        .filter((one) => one.state === 'missing' || one.state === 'empty')
        .map(({ label }) => label);
      const attention = attentionOf(mine, missing, today);
      const shown = mine.find(({ northStar }) => northStar) ?? mine[0];
      return {
        publicId: startup.publicId,
        title: startup.title,
        attention:
          mine.length === 0
            ? ['rien n’est mesuré : la métrique phare d’abord']
            : attention.map(({ words }) => words),
        pressing:
          attention.filter(({ code }) => code !== 'manque').length * 10 + (missing.length > 0 ? 1 : 0),
        view: shown ? metricView(shown, today) : null,
        published: publishedSince(money, campaign),
      };
    })
    .sort((a, b) => b.pressing - a.pressing || a.title.localeCompare(b.title, 'fr'));
  return {
    title: incubator.title,
    path: incubatorPath(incubator.publicId),
    campaign: campaign.label,
    publishedCount: rows.filter(({ published }) => published).length,
    rows,
  };
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `Impact ${ofName(data?.title ?? '')} · Jalons` },
  { name: 'robots', content: 'noindex' },
];

export default function IncubatorImpact() {
  const page = useLoaderData<typeof loader>() as unknown as Awaited<ReturnType<typeof loader>>;
  return (
    <div className="page py-10">
      <Breadcrumb
        path={[
          { label: 'Incubateurs', to: '/incubateurs' },
          { label: page.title, to: page.path },
        ]}
        here="Impact"
      />
      <h1 className="mb-2">L’impact des startups {ofName(page.title)}</h1>
      <p className="max-w-3xl">
        D’abord celles dont les chiffres demandent un regard : une mesure en retard de deux périodes, un
        recul, un indicateur demandé qui manque. Ce n’est pas un classement : deux mesures ne se comparent que
        si leur définition est la même.
      </p>
      <p>
        Budgets publiés à la campagne de {page.campaign.toLowerCase()} :{' '}
        <strong className="nombre">
          {page.publishedCount} sur {page.rows.length}
        </strong>
        .
      </p>
      {page.rows.length === 0 ? (
        <p>Aucune startup en activité : leurs courbes viendront ici.</p>
      ) : (
        <ul className="m-0 grid list-none grid-cols-1 gap-4 p-0 sm:grid-cols-2 lg:grid-cols-3">
          {page.rows.map((row) => (
            <li key={row.publicId} className="carte flex flex-col gap-1">
              <h2 className="m-0 text-base leading-6">
                <Link to={`${startupPath(row.publicId)}/impact`}>{row.title}</Link>
              </h2>
              {row.view?.figure ? (
                <>
                  <p className="m-0 text-sm">
                    {row.view.name} : <strong className="nombre">{row.view.figure}</strong>
                    <span className="block text-discret">
                      {row.view.when}, {row.view.change}
                    </span>
                  </p>
                  <MetricCurve
                    months={row.view.months}
                    targets={row.view.targets}
                    sentence={row.view.sentence}
                    small
                  />
                </>
              ) : (
                <p className="m-0 text-sm">Aucune valeur encore.</p>
              )}
              {row.attention.length > 0 && (
                <ul className="m-0 pl-4 text-sm">
                  {row.attention.map((words) => (
                    <li key={words}>{words}</li>
                  ))}
                </ul>
              )}
              <p className="regle m-0">
                {row.published ? 'Budget publié.' : 'Budget non publié à cette campagne.'}
              </p>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
