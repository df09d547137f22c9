import { incubatorPath } from '~/platform/addresses';
import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { Link, useLoaderData } from '@remix-run/react';
import { countOf, formatNumber } from '~/design/formats';
import { INCUBATOR_STATE_LABELS } from '~/network/incubator-states';
import { incubatorList } from '~/network/pages/incubator';
import { PUBLIC_PAGE } from './answers.server';
import { pageMeta, siteOf } from './metadata';

export const headers = () => PUBLIC_PAGE;
export function loader({ context: { network, clock }, request }: LoaderFunctionArgs) {
  const onlyActive = new URL(request.url).searchParams.get('actives') === 'oui';
  const incubators = incubatorList(network, clock.today());
  return {
    onlyActive,
    incubators: onlyActive ? incubators.filter(({ active }) => active > 0) : incubators,
  };
}

export const meta: MetaFunction<typeof loader> = ({ matches }) =>
  pageMeta(siteOf(matches), {
    title: 'Incubateurs',
    description: 'Les incubateurs du réseau, par ordre alphabétique, et leurs startups.',
    path: '/incubateurs',
  });

export default function Incubators() {
  const { incubators, onlyActive } = useLoaderData<typeof loader>();
  return (
    <div className="page py-10">
      <h1>Incubateurs</h1>
      <p className="max-w-3xl text-lg">
        {countOf(incubators.length, 'incubateur', 'incubateurs')} dans les ministères et chez les opérateurs
        {onlyActive ? ', qui portent au moins une startup active' : ''}. Ils sont rangés par ordre
        alphabétique.
        {onlyActive && (
          <>
            {' '}
            <Link to="/incubateurs">Tous les incubateurs</Link>
          </>
        )}
      </p>
      {incubators.length === 0 ? (
        <p>Aucun incubateur encore : ils viennent avec les fiches du réseau.</p>
      ) : (
        <table className="tableau empile">
          <caption className="sr-only">Incubateurs du réseau</caption>
          <thead>
            <tr>
              <th scope="col">Incubateur</th>
              <th scope="col">État</th>
              <th scope="col" className="nombre">
                Actives
              </th>
              <th scope="col" className="nombre">
                Pérennisées
              </th>
            </tr>
          </thead>
          <tbody>
            {incubators.map((incubator) => (
              <tr key={incubator.publicId}>
                <th scope="row" className="font-normal">
                  <Link to={incubatorPath(incubator.publicId)} className="font-bold">
                    {incubator.title}
                  </Link>
                  <span className="block max-w-3xl text-sm">{incubator.description}</span>
                </th>
                <td>{INCUBATOR_STATE_LABELS[incubator.state]}</td>
                <td className="nombre">
                  <Link
                    to={`/startups?incubateur=${encodeURIComponent(incubator.publicId)}`}
                    aria-label={`${countOf(incubator.active, 'startup active', 'startups actives')}, ${incubator.title}`}
                  >
                    {formatNumber(incubator.active)}
                  </Link>
                  <span className="sm:hidden">{incubator.active > 1 ? ' actives' : ' active'}</span>
                </td>
                <td className="nombre">
                  <Link
                    to={`/startups?situation=sorties&incubateur=${encodeURIComponent(incubator.publicId)}`}
                    aria-label={`${countOf(incubator.perennial, 'startup pérennisée', 'startups pérennisées')}, ${incubator.title}`}
                  >
                    {formatNumber(incubator.perennial)}
                  </Link>
                  <span className="sm:hidden">
                    {incubator.perennial > 1 ? ' pérennisées' : ' pérennisée'}
                  </span>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <p className="regle mt-4">
        Actives : les quatre phases et les opérées. Pérennisées : opérées ou transférées. Une startup portée
        par deux incubateurs compte une fois dans chacun.
      </p>
    </div>
  );
}
