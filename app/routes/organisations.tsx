import { ministryPath, organisationPath } from '~/platform/addresses';
import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { Link, useLoaderData } from '@remix-run/react';
import { countOf } from '~/design/formats';
import { organisationList } from '~/network/pages/organisation';
import { PUBLIC_PAGE } from './answers.server';
import { pageMeta, siteOf } from './metadata';

export const headers = () => PUBLIC_PAGE;
export const loader = ({ context: { network } }: LoaderFunctionArgs) => ({
  domains: organisationList(network),
});

export const meta: MetaFunction<typeof loader> = ({ matches }) =>
  pageMeta(siteOf(matches), {
    title: 'Administrations porteuses',
    description: 'Les administrations qui portent des startups d’État, par domaine ministériel.',
    path: '/organisations',
  });

export default function Organisations() {
  const { domains } = useLoaderData<typeof loader>();
  return (
    <div className="page py-10">
      <h1>Administrations porteuses</h1>
      <p className="max-w-3xl text-lg">
        Celles qui financent et portent au moins une startup, par domaine ministériel.
      </p>
      {domains.length === 0 && (
        <p>Aucune administration encore : elles viennent avec les fiches du réseau.</p>
      )}
      <div className="columns-1 gap-10 lg:columns-2">
        {domains.map(({ domain, label, organisations }) => (
          <section key={domain} aria-labelledby={`domaine-${domain}`} className="mb-8 break-inside-avoid">
            <h2 id={`domaine-${domain}`} className="mb-2 text-xl">
              {domain === 'autres' ? label : <Link to={ministryPath(domain)}>{label}</Link>}
            </h2>
            <ul className="m-0 list-none p-0">
              {organisations.map((organisation) => (
                <li
                  key={organisation.publicId}
                  className="flex justify-between gap-4 border-b border-trait py-1.5 text-sm"
                >
                  <Link to={organisationPath(organisation.publicId)}>
                    {organisation.name}
                    {organisation.acronym &&
                      organisation.acronym !== organisation.name &&
                      ` (${organisation.acronym})`}
                  </Link>
                  <span className="nombre whitespace-nowrap">
                    {countOf(organisation.count, 'startup', 'startups')}
                  </span>
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div>
    </div>
  );
}
