import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { Link, useLoaderData } from '@remix-run/react';
import { versionDays } from '~/exchange/datasets/versions.server';
import { ENDPOINTS, WRITING_ENDPOINTS } from '~/exchange/api/openapi';
import { DATASETS } from '~/exchange/datasets/datasets';
import { PUBLIC_PAGE } from './answers.server';
import { pageMeta, siteOf } from './metadata';

export const headers = () => PUBLIC_PAGE;

export const loader = async ({ context }: LoaderFunctionArgs) => ({
  versions: await versionDays(context.database.prisma),
  members: context.settings.publishedMembers !== null,
  endpoints: ENDPOINTS.map(({ path, title, what, parameters }) => ({ path, title, what, parameters })),
  writes: WRITING_ENDPOINTS.map(({ path, method, title, what }) => ({
    path,
    method: method.toUpperCase(),
    title,
    what,
  })),
  datasets: DATASETS.map(({ name, title, description, fields }) => ({ name, title, description, fields })),
});

export const meta: MetaFunction<typeof loader> = ({ matches }) =>
  pageMeta(siteOf(matches), {
    title: 'Données ouvertes et API',
    description: 'Les fichiers et les adresses par lesquels un programme lit le réseau.',
    path: '/api',
  });

/** The newest versions of a dataset that are kept; older ones answer to their day. */
const SHOWN_VERSIONS = 6;
function KeptVersions({ name, days }: { name: string; days: ReadonlyArray<{ on: string }> }) {
  if (days.length === 0) return null;
  return (
    <p>
      Versions gardées :{' '}
      {days.slice(0, SHOWN_VERSIONS).map(({ on }, index) => (
        <span key={on}>
          {index > 0 && ', '}
          <a href={`/donnees/${on}/${name}.csv`} download>
            {on}
          </a>
        </span>
      ))}
      {days.length > SHOWN_VERSIONS && `, et ${days.length - SHOWN_VERSIONS} plus anciennes`}.
    </p>
  );
}

const COMPATIBLE = [
  'v2.7/startups.json',
  'v2.7/startups_details.json',
  'v2.7/incubators.json',
  'v2.7/organisations.json',
  'v2.7/sponsors.json',
  'v2.7/authors.json',
  'v2.7/startups.csv',
];

export default function OpenData() {
  const page = useLoaderData<typeof loader>();
  return (
    <div className="page py-10">
      <h1>Données ouvertes et API</h1>
      <p className="max-w-3xl text-lg">
        Tout ce qui est public ici se lit aussi par un programme, sans jeton et depuis n’importe quelle page.
        Les faits sont sous{' '}
        <a href="https://www.etalab.gouv.fr/licence-ouverte-open-licence/">Licence Ouverte 2.0</a> ; les
        textes des pages restent sous la licence de leurs auteurs et autrices.
      </p>
      <section aria-labelledby="jeux" className="mt-8">
        <h2 id="jeux">Jeux de données</h2>
        <p className="max-w-3xl">
          Des tables CSV décrites par un <em>Table Schema</em> et réunies par un{' '}
          <a href="/donnees/datapackage.json">descripteur de paquet</a>, datées du jour où on les prend.
          Chaque nuit, celles qui ont changé sont gardées : <code>/donnees/2026-11-30/startups.csv</code>{' '}
          donne la dernière version connue à ce jour.
        </p>
        {page.datasets.map(({ name, title, description, fields }) => (
          <details key={name} className="border-b border-trait py-3">
            <summary className="cursor-pointer">
              <strong>{title}</strong>, {description}
            </summary>
            <p>
              <a href={`/donnees/${name}.csv`} download>
                {name}.csv
              </a>
              ,{' '}
              <a href={`/donnees/${name}.parquet`} download>
                {name}.parquet
              </a>
              , <a href={`/donnees/${name}.schema.json`}>{name}.schema.json</a>
            </p>
            <KeptVersions name={name} days={page.versions.filter((one) => one.name === name)} />
            <dl>
              {fields.map((field) => (
                <div key={field.name}>
                  <dt className="font-mono text-sm">{field.name}</dt>
                  <dd className="m-0 mb-1 ml-6">{field.description}</dd>
                </div>
              ))}
            </dl>
          </details>
        ))}
      </section>
      <section aria-labelledby="fils" className="mt-10">
        <h2 id="fils">Fils Atom</h2>
        <p className="max-w-3xl">
          Ce qui arrive, au jour le jour, dans un lecteur de fils : <a href="/fil.atom">tout le réseau</a>, un
          incubateur (<code>/incubateurs/identifiant/fil.atom</code>) ou une startup (
          <code>/startups/identifiant/fil.atom</code>). Changements de phase, événements, financements ; les
          cinquante derniers. Un programme peut être prévenu de chaque changement par un message signé :
          l’équipe d’une startup, ou l’animation du réseau, donne l’adresse.
        </p>
      </section>
      <section aria-labelledby="api" className="mt-10">
        <h2 id="api">API, version 1</h2>
        <p className="max-w-3xl">
          Par pages de 50, avec les mêmes filtres que les listes. Une adresse à corriger répond par un{' '}
          <em>problem+json</em> qui dit quoi. La description <a href="/api/v1/openapi.json">OpenAPI 3.1</a>{' '}
          est faite des schémas du programme.
        </p>
        {page.endpoints.map(({ path, title, what, parameters }) => (
          <details key={path} className="border-b border-trait py-3">
            <summary className="cursor-pointer">
              <strong>{title}</strong>, <code className="break-all">GET {path}</code>
            </summary>
            <p>{what}</p>
            <dl>
              {parameters.map((one) => (
                <div key={one.name}>
                  <dt className="font-mono text-sm">{one.name}</dt>
                  <dd className="m-0 mb-1 ml-6">{one.what}</dd>
                </div>
              ))}
            </dl>
            {!path.includes('{') && (
              <p>
                <a href={path}>Essayer</a>
              </p>
            )}
          </details>
        ))}
      </section>
      <section aria-labelledby="ecrire" className="mt-10">
        <h2 id="ecrire">Écrire par un programme</h2>
        <p className="max-w-3xl">
          Avec un jeton fait par une personne de l’équipe de la startup, sur sa page « Programmes » : il dit
          ce qu’il écrit, vaut un an au plus, et se révoque d’un geste. Soixante demandes par minute ; chaque
          réponse dit ce qui reste (<code>RateLimit-Remaining</code>, <code>RateLimit-Reset</code>). Une{' '}
          <code>Idempotency-Key</code> fait qu’une demande envoyée deux fois n’est faite qu’une fois.
        </p>
        {page.writes.map(({ path, method, title, what }) => (
          <details key={title} className="border-b border-trait py-3">
            <summary className="cursor-pointer">
              <strong>{title}</strong>,{' '}
              <code className="break-all">
                {method} {path}
              </code>
            </summary>
            <p>{what}</p>
          </details>
        ))}
        <p className="mt-4 max-w-3xl">
          Voir aussi <Link to="/aide/statistiques">mesures et statistiques</Link>.
        </p>
      </section>
      <section aria-labelledby="compatible" className="mt-10">
        <h2 id="compatible">API compatible avec celle du site du réseau</h2>
        <p className="max-w-3xl">
          Les mêmes fichiers, champs et ordres que le site publie, à jour à la seconde. La phase en cours s’y
          lit avec la règle du site : le début le plus tardif, dates futures comprises, la première citée en
          cas d’égalité ; dans le CSV, c’est la dernière phase du fichier.{' '}
          {page.members
            ? 'Les membres actifs y sont nommés, sauf opposition.'
            : 'Les listes de membres y sont vides.'}
        </p>
        <ul>
          {COMPATIBLE.map((path) => (
            <li key={path}>
              <a href={`/api/${path}`}>/api/{path}</a>
            </li>
          ))}
          <li>/api/v3/startups/identifiant.json</li>
        </ul>
      </section>
    </div>
  );
}
