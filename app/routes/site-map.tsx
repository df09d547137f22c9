import { helpPath, incubatorPath } from '~/platform/addresses';
import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { Link, useLoaderData } from '@remix-run/react';
import { readHelp } from '~/network/help.server';
import { PUBLIC_PAGE } from './answers.server';
import { pageMeta, siteOf } from './metadata';

export const headers = () => PUBLIC_PAGE;

export async function loader({ context: { network, database } }: LoaderFunctionArgs) {
  return {
    incubators: network.incubators
      .filter((incubator) => !incubator.hidden)
      .map(({ publicId, title }) => ({ to: incubatorPath(publicId), title })),
    rounds: network.rounds.map(({ edition, title }) => ({ to: `/fast/${edition}`, title })),
    help: (await readHelp(database.prisma)).map(({ id, title }) => ({ to: helpPath(id), title })),
  };
}

export const meta: MetaFunction<typeof loader> = ({ matches }) =>
  pageMeta(siteOf(matches), {
    title: 'Plan du site',
    description: 'Toutes les pages de Jalons.',
    path: '/plan-du-site',
  });

function Section({
  title,
  to,
  links,
}: {
  title: string;
  to: string;
  links: Array<{ to: string; title: string }>;
}) {
  return (
    <section className="mb-8 break-inside-avoid">
      <h2 className="mb-2 text-xl">
        <Link to={to}>{title}</Link>
      </h2>
      <ul>
        {links.map((link) => (
          <li key={link.to}>
            <Link to={link.to}>{link.title}</Link>
          </li>
        ))}
      </ul>
    </section>
  );
}

export default function SiteMap() {
  const page = useLoaderData<typeof loader>();
  return (
    <div className="page py-10">
      <h1>Plan du site</h1>
      <div className="columns-1 gap-10 md:columns-2">
        <Section
          title="Startups"
          to="/startups"
          links={[
            { to: '/startups?vue=cartes', title: 'En cartes' },
            { to: '/startups?vue=vies', title: 'En lignes de vie' },
            { to: '/organisations', title: 'Administrations porteuses' },
            { to: '/phases', title: 'Les phases et leurs durées' },
            { to: '/impact-national', title: 'Services à impact national' },
          ]}
        />
        <Section title="Incubateurs" to="/incubateurs" links={page.incubators} />
        <Section title="FAST" to="/fast" links={page.rounds} />
        <Section
          title="Panorama"
          to="/panorama"
          links={[
            { to: '/indicateurs', title: 'Indicateurs et leurs règles' },
            { to: '/priorites', title: 'Politiques prioritaires' },
            { to: '/bilans', title: 'Bilans' },
            { to: '/api', title: 'Données ouvertes et API' },
          ]}
        />
        <Section title="Aide" to="/aide" links={page.help} />
        <Section
          title="Ce site"
          to="/"
          links={[
            { to: '/statistiques', title: 'Statistiques' },
            { to: '/accessibilite', title: 'Accessibilité' },
            { to: '/mentions-legales', title: 'Mentions légales' },
          ]}
        />
      </div>
    </div>
  );
}
