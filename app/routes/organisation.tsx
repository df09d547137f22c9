import { organisationPath } from '~/platform/addresses';
import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { Link, useLoaderData } from '@remix-run/react';
import { Breadcrumb } from '~/design/Breadcrumb';
import { countOf } from '~/design/formats';
import { StartupLine } from '~/network/parts/StartupLine';
import { organisationPage } from '~/network/pages/organisation';
import { notFound, PUBLIC_PAGE } from './answers.server';
import { pageMeta, siteOf } from './metadata';

export const headers = () => PUBLIC_PAGE;

export function loader({ context: { network, clock }, params }: LoaderFunctionArgs) {
  const organisation = network.organisationById.get((params.id ?? '').normalize('NFC'));
  if (!organisation) throw notFound('Aucune administration ne porte cet identifiant.');
  return organisationPage(network, organisation, clock.today());
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) =>
  data
    ? pageMeta(siteOf(matches), {
        title: data.name,
        description: `Les startups d’État portées par ${data.name}.`,
        path: organisationPath(data.publicId),
      })
    : [{ title: 'Page introuvable · Jalons' }];

export default function Organisation() {
  const page = useLoaderData<typeof loader>();
  return (
    <div className="page py-10">
      <Breadcrumb
        path={[{ label: 'Administrations', to: '/organisations' }]}
        here={page.acronym ?? page.name}
      />
      <h1 className="mb-2">{page.name}</h1>
      <p className="text-discret">
        {[page.acronym, page.kind].filter(Boolean).join(' · ')}
        {page.domain && (
          <>
            {' · '}
            <Link to={`/startups?situation=toutes&domaine=${encodeURIComponent(page.domain.value)}`}>
              {page.domain.label}
            </Link>
          </>
        )}
      </p>
      <p className="text-xl">
        {page.startups.length === 0 ? (
          'Aucune startup portée encore.'
        ) : (
          <>
            <strong>{countOf(page.startups.length, 'startup portée', 'startups portées')}</strong>, dont{' '}
            {countOf(page.active, 'active', 'actives')} et{' '}
            {countOf(page.perennial, 'pérennisée', 'pérennisées')} (une opérée compte dans les deux).
          </>
        )}
      </p>
      <ul className="m-0 list-none p-0">
        {page.startups.map((startup) => (
          <StartupLine key={startup.publicId} startup={startup} />
        ))}
      </ul>
    </div>
  );
}
