import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { Link, useLoaderData } from '@remix-run/react';
import { countOf } from '~/design/formats';
import { SearchForm } from '~/design/SearchForm';
import { LONGEST, searchAll } from '~/network/search/search-all.server';
import { PUBLIC_PAGE } from './answers.server';
import { pageMeta, siteOf } from './metadata';

export const headers = () => PUBLIC_PAGE;

export async function loader({ context, request }: LoaderFunctionArgs) {
  const { database, network, actor, clock } = context;
  const text = (new URL(request.url).searchParams.get('q') ?? '').trim().slice(0, LONGEST);
  return { text, groups: await searchAll(database.prisma, network, actor, text, clock.today()) };
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) =>
  pageMeta(siteOf(matches), {
    title: data?.text ? `${data.text}, recherche` : 'Recherche',
    description: 'Une startup, un incubateur, une administration, un indicateur ou une page d’aide.',
    path: '/recherche',
    noindex: true,
  });

export default function Search() {
  const { text, groups } = useLoaderData<typeof loader>();
  const total = groups.reduce((sum, group) => sum + group.total, 0);
  return (
    <div className="page max-w-4xl py-10">
      <h1>Recherche</h1>
      <SearchForm
        label="Une startup, un incubateur, une administration, un indicateur, une page d’aide…"
        value={text}
        action="/recherche"
      />
      {text !== '' && (
        <p role="status" className="mt-4">
          {total === 0
            ? 'Rien ne contient ces mots. Essayez-en moins, ou un début de mot.'
            : `${countOf(total, 'réponse', 'réponses')} pour « ${text} ».`}
        </p>
      )}
      {groups.map(({ code, label, found, total: count, all }) => (
        <section key={code} aria-labelledby={code} className="mt-8">
          <h2 id={code} className="text-xl">
            {label} <span className="font-normal text-discret">({count})</span>
          </h2>
          <ul className="m-0 list-none p-0">
            {found.map(({ title, to, detail }) => (
              <li key={`${to}/${title}`} className="border-b border-trait py-2">
                <Link to={to}>{title}</Link>
                {detail && <span className="line-clamp-2 block text-sm text-discret">{detail}</span>}
              </li>
            ))}
          </ul>
          {all && (
            <p className="mt-2">
              <Link to={all}>Tout voir, {label.toLowerCase()}</Link>
            </p>
          )}
        </section>
      ))}
    </div>
  );
}
