import { awardAmount, awardName, awardPath } from '~/network/awards';
import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { Link, useLoaderData } from '@remix-run/react';
import { Breadcrumb } from '~/design/Breadcrumb';
import { formatAmount, formatDay, ofName } from '~/design/formats';
import { budgetsOf } from '~/impact/budget/budget.server';
import { gaugeOf, leftWords, moneyEnds } from '~/impact/budget/budget';
import { BudgetGauge, BudgetTable } from '~/impact/parts/Budget';
import { organisationPath, startupPath } from '~/platform/addresses';
import { PUBLIC_PAGE } from './answers.server';
import { viewOf } from './impact-page.server';
import { pageMeta, siteOf } from './metadata';
import { startupOf } from './startup-lookup.server';

export const headers = () => PUBLIC_PAGE;

export async function loader({ context, params }: LoaderFunctionArgs) {
  const startup = startupOf(context.network, params.id, '/budget');
  const view = viewOf(context, startup);
  const today = context.clock.today();
  const budgets = await budgetsOf(context.database.prisma, [startup.id], { inside: view.budget });
  const gauge = gaugeOf(budgets, today);
  const ends = moneyEnds(budgets, today);
  const organisations = new Map(context.network.organisations.map((one) => [one.id, one]));
  return {
    title: startup.title,
    path: startupPath(startup.publicId),
    noindex: startup.noindex,
    edits: view.edits,
    outside: startup.budgetUrl,
    ends: gauge === null && ends !== null ? formatDay(ends) : null,
    gauge: gauge && {
      planned: formatAmount(gauge.planned),
      spent: formatAmount(gauge.spent),
      left: leftWords(gauge.left),
      elapsed: gauge.elapsed,
      used: gauge.used,
      ends: formatDay(gauge.ends),
    },
    periods: budgets.map(
      ({ publishedAt, shares, start, end, version: _version, startupId: _startupId, ...budget }) => ({
        ...budget,
        period: `${formatDay(start)} – ${formatDay(end)}`,
        published: publishedAt !== null,
        shares: shares.flatMap(({ organisationId, amount }) => {
          const organisation = organisations.get(organisationId);
          return organisation
            ? [
                {
                  name: organisation.name,
                  to: organisationPath(organisation.publicId),
                  amount: formatAmount(amount),
                },
              ]
            : [];
        }),
      }),
    ),
    awards: startup.awards.map((award) => ({
      name: awardName(award),
      to: awardPath(award),
      amount: awardAmount(award),
    })),
  };
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) =>
  data
    ? pageMeta(siteOf(matches), {
        title: `Budget ${ofName(data.title)}`,
        description: `Ce que ${data.title} a coûté et coûtera.`,
        path: `${data.path}/budget`,
        noindex: data.noindex,
      })
    : [{ title: 'Page introuvable · Jalons' }];

export default function StartupBudget() {
  const page = useLoaderData<typeof loader>() as unknown as Awaited<ReturnType<typeof loader>>;
  return (
    <div className="page py-10">
      <Breadcrumb
        path={[
          { label: 'Startups', to: '/startups' },
          { label: page.title, to: page.path },
        ]}
        here="Budget"
      />
      <h1 className="mb-2">Budget {ofName(page.title)}</h1>
      {page.edits && (
        <p className="sans-impression">
          <Link to={`${page.path}/budget/modifier`} className="fr-btn fr-btn--sm">
            Tenir le budget
          </Link>
        </p>
      )}
      {page.periods.length === 0 ? (
        <p className="max-w-3xl text-xl">
          Aucun budget n’est publié ici.{' '}
          {page.outside ? (
            <a href={page.outside} rel="noopener">
              L’équipe en publie un à une autre adresse.
            </a>
          ) : (
            'L’équipe publie en janvier ce que l’année passée a coûté, en juin ce que celle-ci coûtera.'
          )}
        </p>
      ) : (
        <>
          {page.gauge && <BudgetGauge gauge={page.gauge} />}
          {page.ends && (
            <p className="text-lg">
              L’argent s’arrête le {page.ends} ; ce qui est dépensé n’est pas encore dit.
            </p>
          )}
          <BudgetTable periods={page.periods} />
          <p className="regle">
            Montants en euros, TTC sauf mention. Un coût se compte sur ce qui a été dépensé pour une période
            finie, sur ce qui est prévu pour celle en cours. La part de chaque organisation est ce qu’elle
            apporte au total prévu.
          </p>
        </>
      )}
      {page.awards.length > 0 && (
        <section aria-labelledby="financements" className="mt-8">
          <h2 id="financements">Financements reçus</h2>
          <ul>
            {page.awards.map(({ name, to, amount }) => (
              <li key={to}>
                <Link to={to}>{name}</Link> : {amount}
              </li>
            ))}
          </ul>
        </section>
      )}
      <p className="sans-impression mt-8 flex flex-wrap gap-x-6 gap-y-2">
        <Link to={page.path}>La page {ofName(page.title)}</Link>
        <Link to={`${page.path}/impact`}>Son impact</Link>
      </p>
    </div>
  );
}
