import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { Link, useLoaderData } from '@remix-run/react';
import { Breadcrumb } from '~/design/Breadcrumb';
import { countOf } from '~/design/formats';
import { Ledger } from '~/design/Ledger';
import { ministryPage } from '~/network/pages/organisation';
import { publicResults } from '~/network/pages/public-costs.server';
import { CarriedView } from '~/network/parts/CarriedView';
import { organisationPath } from '~/platform/addresses';
import { notFound, PUBLIC_PAGE } from './answers.server';
import { pageMeta, siteOf } from './metadata';

export const headers = () => PUBLIC_PAGE;

export async function loader({ context: { network, database, clock }, params }: LoaderFunctionArgs) {
  const today = clock.today();
  const page = ministryPage(network, params['domaine'] ?? '', today);
  if (!page) throw notFound('Aucune administration n’est de ce domaine.');
  const { ids, ...rest } = page;
  return { ...rest, today, results: await publicResults(database.prisma, network, ids, today) };
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) =>
  data
    ? pageMeta(siteOf(matches), {
        title: `${data.label}, startups d’État`,
        description: `Ce que portent les administrations du domaine ${data.label}.`,
        path: `/ministeres/${data.domain}`,
      })
    : [{ title: 'Page introuvable · Jalons' }];

export default function Ministry() {
  const page = useLoaderData<typeof loader>() as unknown as Awaited<ReturnType<typeof loader>>;
  return (
    <div className="page py-10">
      <Breadcrumb path={[{ label: 'Administrations', to: '/organisations' }]} here={page.label} />
      <h1 className="mb-2">{page.label}</h1>
      <p className="regle">
        Tout ce que portent les administrations de ce domaine ministériel, chaque startup une fois.
      </p>
      <CarriedView carried={page.carried} results={page.results} today={page.today} />
      <div className="mt-10">
        <Ledger
          id="administrations"
          title="Administrations"
          none="Aucune ne porte de startup."
          lines={page.organisations.map(({ publicId, name, count }) => ({
            what: <Link to={organisationPath(publicId)}>{name}</Link>,
            value: countOf(count, 'startup', 'startups'),
          }))}
        />
      </div>
    </div>
  );
}
