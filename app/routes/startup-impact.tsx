import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { Link, useLoaderData } from '@remix-run/react';
import { Breadcrumb } from '~/design/Breadcrumb';
import { ofName } from '~/design/formats';
import { Costs } from '~/impact/parts/Costs';
import { MatrixTiles } from '~/impact/parts/Matrix';
import { MetricPanel } from '~/impact/parts/MetricPanel';
import { startupPath } from '~/platform/addresses';
import { PUBLIC_PAGE } from './answers.server';
import { impactPage } from './impact-page.server';
import { pageMeta, siteOf } from './metadata';
import { startupOf } from './startup-lookup.server';

export const headers = () => PUBLIC_PAGE;

export async function loader({ context, params }: LoaderFunctionArgs) {
  const startup = startupOf(context.network, params.id, '/impact');
  return {
    title: startup.title,
    path: startupPath(startup.publicId),
    noindex: startup.noindex,
    elsewhere: [
      { label: 'statistiques', href: startup.statsUrl },
      { label: 'impact', href: startup.impactUrl },
    ].filter((link): link is { label: string; href: string } => link.href !== null),
    ...(await impactPage(context, startup)),
  };
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) =>
  data
    ? pageMeta(siteOf(matches), {
        title: `Impact ${ofName(data.title)}`,
        description: data.views[0]?.sentence ?? `Ce que mesure ${data.title}.`,
        path: `${data.path}/impact`,
        noindex: data.noindex,
      })
    : [{ title: 'Page introuvable · Jalons' }];

export default function StartupImpact() {
  const page = useLoaderData<typeof loader>() as unknown as Awaited<ReturnType<typeof loader>>;
  const [first] = page.views;
  const northStar = page.views.find((view) => view.northStar);
  const others = page.views.filter((view) => view !== northStar);
  return (
    <div className="page py-10 print:py-0">
      <Breadcrumb
        path={[
          { label: 'Startups', to: '/startups' },
          { label: page.title, to: page.path },
        ]}
        here="Impact"
      />
      <h1 className="mb-2">Impact {ofName(page.title)}</h1>
      {page.edits && (
        <p className="sans-impression flex flex-wrap gap-2">
          <Link to={`${page.path}/impact/valeurs`} className="fr-btn fr-btn--sm">
            Ajouter des valeurs
          </Link>
          <Link to={`${page.path}/impact/modifier`} className="fr-btn fr-btn--sm fr-btn--tertiary">
            Gérer les mesures
          </Link>
        </p>
      )}
      {page.due && (
        <p className="carte max-w-3xl">
          {page.due.late
            ? `Les premiers chiffres étaient attendus le ${page.due.text}, dix-huit mois après le début.`
            : `Les premiers chiffres sont attendus avant le ${page.due.text}, dix-huit mois après le début.`}
        </p>
      )}
      {!first ? (
        <>
          <p className="max-w-3xl text-xl">
            Rien n’est encore mesuré ici. Ici se liront la métrique phare, sa courbe et ses cibles, puis les
            cinq questions de la matrice d’impact.
          </p>
          {page.elsewhere.length > 0 && (
            <p>
              L’équipe publie ailleurs :{' '}
              {page.elsewhere.map(({ label, href }, index) => (
                <span key={label}>
                  {index > 0 && ', '}
                  <a href={href} rel="noopener">
                    {label}
                  </a>
                </span>
              ))}
              .
            </p>
          )}
        </>
      ) : (
        <>
          <p className="max-w-4xl text-xl print:hidden">{(northStar ?? first).sentence}</p>
          {northStar && (
            <MetricPanel
              view={northStar}
              series={`${page.path}/impact/series`}
              phases={page.phases}
              heading="h2"
            />
          )}
          <section aria-labelledby="matrice" className="mt-10 print:mt-2">
            <h2 id="matrice">La matrice d’impact</h2>
            <MatrixTiles tiles={page.tiles} />
            <p className="regle print:text-[8pt]">Définition : {page.matrix}.</p>
          </section>
          <section aria-labelledby="couts" className="mt-10 print:mt-2">
            <h2 id="couts">Ce que cela coûte</h2>
            <Costs costs={page.costs} />
            {page.hasBudget && (
              <p className="mt-2 print:hidden">
                <Link to={`${page.path}/budget`}>Le budget {ofName(page.title)}</Link>
              </p>
            )}
          </section>
          {others.length > 0 && (
            <section aria-labelledby="mesures" className="mt-10 print:mt-2">
              <h2 id="mesures">{northStar ? 'Les autres mesures' : 'Les mesures'}</h2>
              <div className="grid gap-8 lg:grid-cols-2 print:grid-cols-4 print:gap-2">
                {others.map((view) => (
                  <MetricPanel
                    key={view.id}
                    view={view}
                    series={`${page.path}/impact/series`}
                    phases={page.phases}
                    heading="h3"
                  />
                ))}
              </div>
            </section>
          )}
          {page.collectedAt && (
            <p className="regle mt-6">Dernière collecte automatique : {page.collectedAt}.</p>
          )}
        </>
      )}
      <p className="sans-impression mt-8 flex flex-wrap gap-x-6 gap-y-2">
        <Link to={page.path}>La page {ofName(page.title)}</Link>
        <Link to={`${page.path}/standards`}>Ses standards de qualité</Link>
        <Link to={`${page.path}/budget`}>Son budget</Link>
        {page.edits && <Link to={`${page.path}/impact-national`}>Impact national, le dossier</Link>}
      </p>
    </div>
  );
}
