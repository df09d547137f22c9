import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { Link, useLoaderData } from '@remix-run/react';
import { Breadcrumb } from '~/design/Breadcrumb';
import { formatAmount } from '~/design/formats';
import { can } from '~/person/rights';
import { startupPath } from '~/platform/addresses';
import { depositedOf } from '~/round/application/applications.server';
import { gridOf, scoredLines } from '~/round/calls/calls.server';
import { pillarsOf } from '~/round/calls/grids';
import { moneyRules, shownCall } from '~/round/calls/shown';
import { CallRooms } from '~/round/parts/CallRooms';
import { LINE_KINDS, DECISIONS, isLaureate } from '~/round/vocabulary';
import { publicCall } from './call-lookup.server';
import { pageMeta, siteOf } from './metadata';

export async function loader(args: LoaderFunctionArgs) {
  const { context } = args;
  const call = await publicCall(args);
  const { prisma } = context.database;
  const grid = await gridOf(prisma, call.gridId);
  const today = context.clock.today();
  const may = (action: 'appel.tenir' | 'appel.lire' | 'appel.juger') =>
    can(context.actor, action, call, today).allowed;
  const shown = shownCall(call, context.clock.now());
  const mine =
    context.actor.kind === 'person'
      ? context.network.startups.filter(
          (startup) =>
            can(
              context.actor,
              'startup.modifier',
              { id: startup.id, incubatorIds: startup.incubators.map(({ id }) => id) },
              today,
            ).allowed,
        )
      : [];
  return {
    ...shown,
    purpose: call.purpose,
    rules: moneyRules(call),
    pillars: pillarsOf(grid.lines).map((pillar) => ({
      pillar,
      lines: grid.lines
        .filter((line) => line.pillar === pillar)
        .map(({ label, help, kind, weight }) => ({
          label,
          help,
          kind: LINE_KINDS[kind] + (kind === 'note' && weight > 1 ? `, compte ${weight} fois` : ''),
        })),
    })),
    scale: grid.scale,
    marked: scoredLines(grid).length > 0,
    holds: may('appel.tenir'),
    reads: may('appel.lire'),
    judges: may('appel.juger'),
    candidates: mine.map(({ title, publicId }) => ({
      title,
      path: `${startupPath(publicId)}/candidatures`,
    })),
    laureates:
      shown.state === 'resultats'
        ? (await depositedOf(prisma, call.id))
            .filter(({ decision }) => isLaureate(decision))
            .map(({ title, publicId, decision, awarded }) => ({
              title,
              path: startupPath(publicId),
              what: DECISIONS[decision!].label,
              amount: awarded === null ? null : formatAmount(awarded),
            }))
        : [],
  };
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) =>
  pageMeta(siteOf(matches), {
    title: data?.title ?? 'Appel',
    description: data?.sentence ?? '',
    path: `/appels/${data?.id ?? ''}`,
  });

export default function CallPage() {
  const page = useLoaderData<typeof loader>();
  return (
    <div className="page max-w-5xl py-10">
      <Breadcrumb path={[{ label: 'Appels', to: '/appels' }]} here={page.title} />
      <h1 className="mb-2">{page.title}</h1>
      <p className="text-xl">{page.sentence}</p>
      <CallRooms {...page} />
      <p className="whitespace-pre-wrap">{page.purpose}</p>
      {page.state === 'ouvert' &&
        page.candidates.map(({ title, path }) => (
          <p key={path}>
            <Link to={path} className="fr-btn">
              Candidater avec {title}
            </Link>
          </p>
        ))}
      {page.state === 'ouvert' && page.candidates.length === 0 && (
        <p>
          Une candidature part de la page de sa startup, onglet « Candidatures », par quelqu’un de son équipe
          ou de son incubateur.
        </p>
      )}
      {page.laureates.length > 0 && (
        <section aria-labelledby="laureats">
          <h2 id="laureats">Lauréats</h2>
          <table className="tableau empile">
            <caption className="sr-only">Lauréats de {page.title}</caption>
            <thead>
              <tr>
                <th scope="col">Startup</th>
                <th scope="col">Reçoit</th>
                <th scope="col" className="nombre">
                  Montant
                </th>
              </tr>
            </thead>
            <tbody>
              {page.laureates.map((one) => (
                <tr key={one.path}>
                  <th scope="row" className="font-normal">
                    <Link to={one.path}>{one.title}</Link>
                  </th>
                  <td data-label="Reçoit">{one.what}</td>
                  <td data-label="Montant" className="nombre">
                    {one.amount ?? '–'}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
      <section aria-labelledby="regles" className="mt-8">
        <h2 id="regles">Les règles</h2>
        <ul>
          {page.rules.map((rule) => (
            <li key={rule}>{rule}</li>
          ))}
        </ul>
      </section>
      <section aria-labelledby="grille" className="mt-8">
        <h2 id="grille">Ce que le jury regarde</h2>
        {page.pillars.map(({ pillar, lines }) => (
          <section key={pillar} aria-label={pillar}>
            <h3 className="mt-6">{pillar}</h3>
            <ul>
              {lines.map(({ label, help, kind }) => (
                <li key={label}>
                  <strong>{label}</strong> : {help} <span className="text-discret">({kind})</span>
                </li>
              ))}
            </ul>
          </section>
        ))}
        {page.marked && (
          <p className="regle">
            Chaque critère noté l’est de {page.scale[0]?.value} à {page.scale.at(-1)?.value} :{' '}
            {page.scale.map(({ value, label }) => `${value}, ${label}`).join(' ; ')}. Le score d’une
            candidature est la moyenne pondérée, sur les critères, de la moyenne des notes de chaque critère.
          </p>
        )}
      </section>
    </div>
  );
}
