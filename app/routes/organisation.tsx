import { ministryPath, organisationPath } from '~/platform/addresses';
import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { Link, useLoaderData } from '@remix-run/react';
import { Breadcrumb } from '~/design/Breadcrumb';
import { organisationPage } from '~/network/pages/organisation';
import { publicResults } from '~/network/pages/public-costs.server';
import { CarriedView } from '~/network/parts/CarriedView';
import { notFound, PUBLIC_PAGE } from './answers.server';
import { pageMeta, siteOf } from './metadata';

export const headers = () => PUBLIC_PAGE;

export async function loader({ context: { network, database, clock }, params }: LoaderFunctionArgs) {
  const organisation = network.organisationById.get((params.id ?? '').normalize('NFC'));
  if (!organisation) throw notFound('Aucune administration ne porte cet identifiant.');
  const today = clock.today();
  const { ids, ...page } = organisationPage(network, organisation, today);
  return { ...page, today, results: await publicResults(database.prisma, network, ids, today) };
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
  const page = useLoaderData<typeof loader>() as unknown as Awaited<ReturnType<typeof loader>>;
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
            <Link to={ministryPath(page.domain.value)}>{page.domain.label}</Link>
          </>
        )}
      </p>
      <CarriedView carried={page.carried} results={page.results} today={page.today} />
    </div>
  );
}
