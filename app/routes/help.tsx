import { helpPath } from '~/platform/addresses';
import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { Link, useLoaderData } from '@remix-run/react';
import { readHelp } from '~/network/help.server';
import { PUBLIC_PAGE } from './answers.server';
import { pageMeta, siteOf } from './metadata';

export const headers = () => PUBLIC_PAGE;

export async function loader({ context: { database } }: LoaderFunctionArgs) {
  const pages = await readHelp(database.prisma);
  return { pages: pages.map(({ id, title, summary }) => ({ id, title, summary })) };
}

export const meta: MetaFunction<typeof loader> = ({ matches }) =>
  pageMeta(siteOf(matches), {
    title: 'Aide',
    description: 'Comprendre les startups d’État, leurs phases et les chiffres de Jalons.',
    path: '/aide',
  });

/** Pages drawn from the program's own tables. */
const TABLES = [
  {
    to: '/aide/cycle-de-vie',
    title: 'D’une phase à l’autre',
    summary: 'Qui décide, ce qui est attendu avant, ce que cela entraîne.',
  },
  {
    to: '/aide/signaux',
    title: 'Pourquoi Jalons vous demande quelque chose',
    summary: 'Chaque signal, sa règle, son seuil et ce qui le fait taire.',
  },
  {
    to: '/aide/droits',
    title: 'Qui peut faire quoi',
    summary: 'Les rôles, ce qu’ils permettent, et jusqu’à quand.',
  },
];

export default function Help() {
  const { pages } = useLoaderData<typeof loader>();
  return (
    <div className="page py-10">
      <h1>Aide</h1>
      <ul className="m-0 grid list-none grid-cols-1 gap-4 p-0 sm:grid-cols-2 lg:grid-cols-3">
        {TABLES.map((page) => (
          <li key={page.to} className="carte">
            <h2 className="m-0 mb-1 text-lg leading-6">
              <Link to={page.to}>{page.title}</Link>
            </h2>
            <p className="m-0 text-sm">{page.summary}</p>
          </li>
        ))}
        {pages.map((page) => (
          <li key={page.id} className="carte">
            <h2 className="m-0 mb-1 text-lg leading-6">
              <Link to={helpPath(page.id)}>{page.title}</Link>
            </h2>
            <p className="m-0 text-sm">{page.summary}</p>
          </li>
        ))}
      </ul>
    </div>
  );
}
