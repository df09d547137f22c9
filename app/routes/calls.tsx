import { callPath } from '~/platform/addresses';
import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { Link, useLoaderData } from '@remix-run/react';
import { countOf } from '~/design/formats';
import { can, NETWORK } from '~/person/rights';
import { callsOf } from '~/round/calls/calls.server';
import { PROGRAMS } from '~/round/calls/grids';
import { shownCall } from '~/round/calls/shown';
import { pageMeta, siteOf } from './metadata';

export async function loader({ context }: LoaderFunctionArgs) {
  const now = context.clock.now();
  const calls = (await callsOf(context.database.prisma)).map((call) => shownCall(call, now));
  return {
    open: calls.filter(({ state }) => state === 'ouvert'),
    coming: calls.filter(({ state }) => state === 'annonce'),
    past: calls.filter(({ state }) => state !== 'ouvert' && state !== 'annonce'),
    programs: PROGRAMS.map(({ code, name, purpose }) => ({ code, name, purpose })),
    announces: can(context.actor, 'reseau.modifier', NETWORK, context.clock.today()).allowed,
  };
}

export const meta: MetaFunction<typeof loader> = ({ matches }) =>
  pageMeta(siteOf(matches), {
    title: 'Appels à candidatures',
    description:
      'Les appels ouverts aux startups d’État, FAST et programme de consolidation, et leurs résultats.',
    path: '/appels',
  });

type Shown = ReturnType<typeof useLoaderData<typeof loader>>['open'];

function Calls({ calls, title, id }: { calls: Shown; title: string; id: string }) {
  if (calls.length === 0) return null;
  return (
    <section aria-labelledby={id} className="mt-8">
      <h2 id={id}>{title}</h2>
      <ul className="m-0 grid list-none gap-4 p-0">
        {calls.map((call) => (
          <li key={call.id} className="carte">
            <h3 className="m-0 text-lg">
              <Link to={callPath(call.id)}>{call.title}</Link>
            </h3>
            <p className="m-0 mt-1">{call.sentence}</p>
            <p className="m-0 mt-1 text-sm text-discret">{call.program}</p>
          </li>
        ))}
      </ul>
    </section>
  );
}

export default function CallList() {
  const page = useLoaderData<typeof loader>();
  return (
    <div className="page max-w-5xl py-10">
      <h1 className="mb-2">Appels à candidatures</h1>
      <p className="text-xl">
        {page.open.length === 0
          ? 'Aucun appel n’est ouvert aujourd’hui.'
          : `${countOf(page.open.length, 'appel est ouvert', 'appels sont ouverts')}.`}
      </p>
      {page.announces && (
        <Link to="/appels/nouveau" className="fr-btn">
          Annoncer un appel
        </Link>
      )}
      <Calls calls={page.open} title="Ouverts" id="ouverts" />
      <Calls calls={page.coming} title="Annoncés" id="annonces" />
      <Calls calls={page.past} title="Clos" id="clos" />
      <section aria-labelledby="programmes" className="mt-10">
        <h2 id="programmes">Les programmes</h2>
        <dl className="m-0">
          {page.programs.map(({ code, name, purpose }) => (
            <div key={code} className="mb-4">
              <dt className="font-bold">{name}</dt>
              <dd className="m-0">{purpose}</dd>
            </div>
          ))}
        </dl>
        <p>
          <Link to="/fast">Les éditions passées de FAST et leurs lauréats</Link>
        </p>
      </section>
    </div>
  );
}
