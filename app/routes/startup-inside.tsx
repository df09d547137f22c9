import { startupPath } from '~/network/addresses';
import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { Breadcrumb } from '~/design/Breadcrumb';
import { countOf } from '~/design/formats';
import { startupInsidePage, type StartupInsidePage } from '~/network/pages/inside.server';
import { can } from '~/person/rights';
import { LifeLine } from '~/startup/parts/LifeLine';
import { LifeLineLegend } from '~/startup/parts/PhaseBadge';
import { forbidden } from './answers.server';
import { startupOf } from './startup-lookup.server';

export async function loader({ context: { network, database, clock, actor }, params }: LoaderFunctionArgs) {
  const startup = startupOf(network, params.id, '/interieur');
  const today = clock.today();
  const answer = can(
    actor,
    'startup.voir-interieur',
    { id: startup.id, incubatorIds: startup.incubators.map(({ id }) => id) },
    today,
  );
  if (!answer.allowed) throw forbidden(answer.reason);
  return startupInsidePage(database.prisma, network, actor, startup, today);
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `${data?.title ?? 'Accès réservé'}, vue de l’équipe · Jalons` },
  { name: 'robots', content: 'noindex' },
];

export default function StartupInside() {
  const page = useLoaderData<typeof loader>() as StartupInsidePage;
  const missing = page.expected.filter(({ held }) => !held);
  return (
    <div className="page py-10">
      <Breadcrumb
        path={[
          { label: 'Startups', to: '/startups' },
          { label: page.title, to: startupPath(page.publicId) },
        ]}
        here="Vue de l’équipe"
      />
      <h1 className="mb-2">{page.title}, vue de l’équipe</h1>
      <p className="text-xl">
        <strong>{page.status}.</strong> {page.time?.sentence}
      </p>
      {page.time?.late && (
        <p className="carte max-w-3xl">
          Cette phase dure plus longtemps que pour trois quarts des startups du réseau : parlez-en au prochain
          comité.
        </p>
      )}
      <LifeLine data={page.lifeLine} sentence={page.lifeSentence} ghosts={page.ghosts} />
      <LifeLineLegend
        codes={page.lifeLine.stretches
          .map(({ code }) => code)
          .filter((code, index, all) => all.indexOf(code) === index)}
      />
      <p className="regle mt-2">
        Trait gris : durée médiane de la phase dans le réseau, au {page.todayText}. Quadrillage : dates qui se
        contredisent.
      </p>
      <div className="mt-10 grid gap-10 lg:grid-cols-2">
        <section aria-labelledby="attendu">
          <h2 id="attendu">Ce qu’on attend maintenant</h2>
          {page.expected.length === 0 ? (
            <p>Rien n’est attendu de la fiche à cette étape.</p>
          ) : missing.length === 0 ? (
            <p>La fiche contient tout ce qui est attendu à cette étape.</p>
          ) : (
            <ul className="m-0 list-none p-0">
              {missing.map(({ code, label, why }) => (
                <li key={code} className="border-b border-trait py-2">
                  <strong>{label}</strong>
                  <span className="block text-sm">{why}</span>
                </li>
              ))}
            </ul>
          )}
        </section>
        <section aria-labelledby="douteux">
          <h2 id="douteux">À vérifier dans la fiche</h2>
          {page.oddities.length === 0 ? (
            <p>Rien d’étrange dans la fiche.</p>
          ) : (
            <>
              <p>
                {countOf(page.oddities.length, 'signalement', 'signalements')} : rien n’a été refusé, voici
                comment la fiche a été comprise.
              </p>
              <ul className="m-0 list-none p-0">
                {page.oddities.map((oddity, index) => (
                  <li key={index} className="border-b border-trait py-2 text-sm">
                    <strong>{oddity.label}</strong>
                    <span className="block">
                      Champ {oddity.field}
                      {oddity.line !== null && `, ligne ${oddity.line}`}
                      {oddity.found !== '' && <> : « {oddity.found} »</>}
                    </span>
                    <span className="block text-discret">Compris ainsi : {oddity.understood}</span>
                  </li>
                ))}
              </ul>
            </>
          )}
        </section>
      </div>
    </div>
  );
}
