import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { Link, useLoaderData } from '@remix-run/react';
import { formatDay, formatNumber } from '~/design/formats';
import { networkDurations, TIMED_CODES } from '~/network/pages/durations';
import { stockOn } from '~/network/standing';
import { DurationsTable } from '~/startup/parts/DurationsTable';
import { LifecyclePicture } from '~/startup/parts/LifecyclePicture';
import { PhaseSwatch } from '~/startup/parts/PhaseBadge';
import { LIFECYCLE, PHASE_CODES } from '~/startup/rules';
import { PUBLIC_PAGE } from './answers.server';
import { pageMeta, siteOf } from './metadata';

export const headers = () => PUBLIC_PAGE;

export function loader({ context: { network, clock } }: LoaderFunctionArgs) {
  const today = clock.today();
  return {
    todayText: formatDay(today),
    stock: stockOn(network, today),
    durations: networkDurations(network, today),
  };
}

export const meta: MetaFunction<typeof loader> = ({ matches }) =>
  pageMeta(siteOf(matches), {
    title: 'Les phases d’une startup d’État',
    description:
      'De l’investigation au passage de relais : questions, fins, durées observées dans le réseau.',
    path: '/phases',
  });

export default function Phases() {
  const page = useLoaderData<typeof loader>();
  return (
    <div className="page py-10">
      <h1>Les phases d’une startup d’État</h1>
      <p className="max-w-3xl text-lg">
        Une startup avance par étapes. À la fin de chacune, celles et ceux qui paient décident, sur la preuve
        de l’impact, de continuer, de changer de phase, de passer le relais ou d’arrêter.
      </p>
      <LifecyclePicture />
      <section aria-labelledby="huit" className="mt-12">
        <h2 id="huit">Phases, sorties et arrêts</h2>
        <table className="tableau empile">
          <caption className="sr-only">Les huit codes du cycle de vie</caption>
          <thead>
            <tr>
              <th scope="col">Nom</th>
              <th scope="col">La question</th>
              <th scope="col">Comment elle finit</th>
              <th scope="col" className="nombre">
                Aujourd’hui
              </th>
            </tr>
          </thead>
          <tbody>
            {PHASE_CODES.map((code) => (
              <tr key={code}>
                <th scope="row" className="font-normal">
                  <Link to={`/aide/phases/${code}`} className="inline-flex items-center gap-2">
                    <PhaseSwatch code={code} />
                    {LIFECYCLE[code].label}
                  </Link>
                </th>
                <td>{LIFECYCLE[code].question}</td>
                <td>{LIFECYCLE[code].ends}</td>
                <td className="nombre" data-label="Aujourd’hui">
                  <Link
                    to={`/startups?situation=toutes&phase=${code}`}
                    aria-label={`${page.stock[code]} startups, ${LIFECYCLE[code].label}`}
                  >
                    {formatNumber(page.stock[code])}
                  </Link>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <section aria-labelledby="durees" className="mt-12">
        <h2 id="durees">Combien de temps elles durent</h2>
        <p className="max-w-3xl">
          Durées observées dans tout le réseau, au {page.todayText}, du début d’une phase au début de la
          suivante. Les startups encore dans la phase comptent aussi, jusqu’à aujourd’hui (estimation de
          Kaplan-Meier). « Non atteinte » : moins de la moitié en sont sorties.
        </p>
        <DurationsTable
          caption="Durée médiane, avec son intervalle à 95 %"
          lines={TIMED_CODES.flatMap((code) => {
            const estimate = page.durations[code];
            return estimate ? [{ code, estimate }] : [];
          })}
        />
      </section>
    </div>
  );
}
