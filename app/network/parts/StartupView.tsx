import { startupPath } from '~/platform/addresses';
import { Link } from '@remix-run/react';
import type { ReactNode } from 'react';
import { LIFECYCLE, PHASE_CODES } from '~/startup/rules';
import { LifeLine } from '~/startup/parts/LifeLine';
import { LifeLineLegend, PhaseBadge } from '~/startup/parts/PhaseBadge';
import type { LinkedName, StartupPage } from '../pages/startup';

function Names({ names }: { names: LinkedName[] }) {
  return names.map((entry, index) => (
    <span key={entry.name}>
      {index > 0 && ', '}
      {entry.to ? <Link to={entry.to}>{entry.name}</Link> : entry.name}
    </span>
  ));
}

function Opening({ page }: { page: StartupPage }) {
  return (
    <header>
      <p className="m-0 text-discret">
        {page.incubators.length > 0 ? <Names names={page.incubators} /> : 'Sans incubateur connu'}
        {page.organisations.length > 0 && (
          <>
            {' · portée par '}
            <Names names={page.organisations} />
          </>
        )}
      </p>
      <h1 className="mt-1 mb-2 text-4xl leading-tight">{page.title}</h1>
      <p className="m-0 max-w-4xl text-xl leading-8">
        <strong>{page.status}.</strong> {page.mission}
      </p>
      {page.fictional && (
        <p className="m-0 mt-2 font-medium text-alerte">Startup inventée pour la démonstration.</p>
      )}
      {page.upcoming.map((next) => (
        <p key={next.startText} className="m-0 mt-2">
          {LIFECYCLE[next.code].label} annoncée pour le {next.startText}.
        </p>
      ))}
    </header>
  );
}

function Life({ page }: { page: StartupPage }) {
  if (page.phases.length === 0) {
    return (
      <p className="carte mt-8">
        Aucune phase datée n’est connue : la ligne de vie apparaîtra avec la première.
      </p>
    );
  }
  const used = PHASE_CODES.filter((code) => page.phases.some((phase) => phase.code === code));
  const marks = (
    [
      ['committee', 'Comité'],
      ['committee-moves', 'Comité : change de phase'],
      ['committee-hands-over', 'Comité : passe le relais'],
      ['committee-stops', 'Comité : arrête'],
      ['launch', 'Lancement'],
      ['award', 'Financement'],
      ['national-impact', 'Impact national'],
    ] as const
  ).filter(([kind]) => page.lifeLine.marks.some((mark) => mark.kind === kind));
  return (
    <section aria-labelledby="vie" className="mt-8">
      <h2 id="vie" className="sr-only">
        Ligne de vie
      </h2>
      <LifeLine data={page.lifeLine} sentence={page.lifeSentence} />
      <LifeLineLegend codes={used} marks={marks.map(([kind, label]) => ({ kind, label }))} />
      <details className="deplie-imprime mt-3">
        <summary className="lien sans-impression cursor-pointer">Les mêmes dates en tableau</summary>
        <table className="tableau mt-2 max-w-2xl">
          <caption className="sr-only">Phases de {page.title}</caption>
          <thead>
            <tr>
              <th scope="col">Phase</th>
              <th scope="col">Début</th>
              <th scope="col">Durée</th>
            </tr>
          </thead>
          <tbody>
            {page.phases.map((phase, index) => (
              <tr key={index}>
                <th scope="row" className="font-normal">
                  <PhaseBadge code={phase.code} />
                  {phase.said && <span className="block text-sm text-discret">{phase.said}</span>}
                </th>
                <td>{phase.startText}</td>
                <td>{phase.lasted}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </section>
  );
}

interface ServedPriority {
  title: string;
  why: string;
}

function Priorities({ served }: { served: readonly ServedPriority[] }) {
  if (served.length === 0) return null;
  return (
    <section className="carte text-sm" aria-labelledby="priorites">
      <h2 id="priorites" className="m-0 mb-3 text-lg">
        Politiques prioritaires servies
      </h2>
      <dl className="m-0 grid gap-y-2">
        {served.map(({ title, why }) => (
          <div key={title}>
            <dt className="font-bold">{title}</dt>
            <dd className="m-0">{why}</dd>
          </div>
        ))}
      </dl>
      <p className="regle mt-2">
        Déclaré par l’équipe, confirmé par l’incubateur. <Link to="/priorites">Toute la liste</Link>
      </p>
    </section>
  );
}

function Side({ page, priorities }: { page: StartupPage; priorities: readonly ServedPriority[] }) {
  return (
    <aside className="flex flex-col gap-6" aria-label="Liens et repères">
      <section className="carte" aria-labelledby="liens">
        <h2 id="liens" className="m-0 mb-3 text-lg">
          Liens et transparence
        </h2>
        <dl className="m-0 grid gap-y-2">
          {page.links.map(({ label, href, note }) => (
            <div key={label} className="flex flex-wrap justify-between gap-x-4 text-sm">
              <dt>{label}</dt>
              <dd className="m-0 text-right">
                {href ? (
                  <a
                    href={href}
                    rel="noopener"
                    aria-label={`${label} de ${page.title}`}
                    className="adresse-imprimee"
                  >
                    {note ?? 'Ouvrir'}
                  </a>
                ) : note ? (
                  note
                ) : (
                  <span className="text-discret">non publié</span>
                )}
              </dd>
            </div>
          ))}
        </dl>
      </section>
      {(page.audiences.length > 0 || page.themes.length > 0) && (
        <section className="carte text-sm" aria-labelledby="reperes">
          <h2 id="reperes" className="m-0 mb-3 text-lg">
            Pour qui, sur quoi
          </h2>
          {page.audiences.length > 0 && (
            <p className="m-0 mb-2">
              Publics : <Names names={page.audiences} />
            </p>
          )}
          {page.themes.length > 0 && (
            <p className="m-0 mb-2">
              Thèmes : <Names names={page.themes} />
            </p>
          )}
          {page.technologies.length > 0 && (
            <p className="m-0">Technologies : {page.technologies.join(', ')}</p>
          )}
        </section>
      )}
      <Priorities served={priorities} />
      {page.events.length > 0 && (
        <section className="carte" aria-labelledby="evenements">
          <h2 id="evenements" className="m-0 mb-3 text-lg">
            Événements
          </h2>
          <ol className="m-0 list-none p-0 text-sm">
            {page.events.map((event, index) => (
              <li key={index} className="border-b border-trait py-2 last:border-0">
                <time dateTime={event.day} className="block text-discret">
                  {event.dayText}
                </time>
                <strong>{event.label}</strong>
                {event.comment && <span className="block wrap-anywhere">{event.comment}</span>}
              </li>
            ))}
          </ol>
        </section>
      )}
      <ul className="sans-impression m-0 list-none p-0 text-sm">
        {page.contact && (
          <li className="py-1">
            Écrire à l’équipe :{' '}
            <a href={`mailto:${page.contact}`} className="inline-block py-1 wrap-anywhere">
              {page.contact}
            </a>
          </li>
        )}
        <li className="p-0">
          <Link to={`${startupPath(page.publicId)}/signaler`} className="inline-block py-1">
            Signaler une erreur sur cette page
          </Link>
        </li>
        <li className="p-0">
          <Link to={`${startupPath(page.publicId)}/historique`} className="inline-block py-1">
            Ce qui a changé sur cette page
          </Link>
        </li>
      </ul>
    </aside>
  );
}

/** A startup's page as everyone reads it: published, or drafted and not yet. */
export function StartupView({
  page,
  above,
  evidence = null,
  priorities = [],
}: {
  page: StartupPage & { html: string };
  /** What is measured of the service, where something is. */
  evidence?: ReactNode;
  /** The priority policies that it serves today. */
  priorities?: readonly ServedPriority[];
  /** Where the page stands, and what its reader may do. */
  above: ReactNode;
}) {
  return (
    <article className="page py-10">
      {above}
      <Opening page={page} />
      <Life page={page} />
      <section
        aria-label="Repères"
        className="mt-8 grid grid-cols-1 gap-4 sm:grid-cols-2 lg:grid-cols-4 print:grid-cols-4 print:gap-2"
      >
        {page.tiles.map((tile) => (
          <div key={tile.label} className="carte">
            <p className="m-0 text-sm text-discret">{tile.label}</p>
            <p className="nombre m-0 text-[1.75rem] leading-9 font-bold text-encre">
              {tile.to ? (
                <Link to={tile.to} aria-label={`${tile.value} : ${tile.label}`}>
                  {tile.value}
                </Link>
              ) : (
                tile.value
              )}
            </p>
            <p className="regle">{tile.rule}</p>
          </div>
        ))}
      </section>
      {evidence}
      {page.picture && (
        <img
          src={`/images/${page.picture.large}.webp`}
          srcSet={`/images/${page.picture.small}.webp 480w, /images/${page.picture.large}.webp ${page.picture.width}w`}
          sizes="(min-width: 64rem) 48rem, 100vw"
          width={page.picture.width}
          height={page.picture.height}
          alt={page.picture.alternative}
          loading="lazy"
          className="mt-8 h-auto max-w-full lg:max-w-3xl"
        />
      )}
      <div className="fiche-imprimee mt-10 grid gap-10 lg:grid-cols-[1fr_20rem]">
        {page.html.trim() === '' ? (
          <p>L’équipe n’a pas encore décrit son service.</p>
        ) : (
          <div className="prose" dangerouslySetInnerHTML={{ __html: page.html }} />
        )}
        <Side page={page} priorities={priorities} />
      </div>
      {page.neighbours.length > 0 && (
        <section aria-labelledby="voisines" className="sans-impression mt-12">
          <h2 id="voisines">Voisines</h2>
          <p>Du même incubateur ou du même thème, en activité ou pérennisées.</p>
          <ul className="m-0 grid list-none grid-cols-1 gap-4 p-0 sm:grid-cols-2 lg:grid-cols-4">
            {page.neighbours.map((other) => (
              <li key={other.publicId} className="carte flex flex-col gap-1">
                {other.code && <PhaseBadge code={other.code} />}
                <h3 className="m-0 text-base leading-6">
                  <Link to={startupPath(other.publicId)}>{other.title}</Link>
                </h3>
                <p className="m-0 text-sm leading-5">{other.mission}</p>
              </li>
            ))}
          </ul>
        </section>
      )}
    </article>
  );
}
