import { Form, Link, NavLink, useLocation } from '@remix-run/react';
import type { ReactNode } from 'react';
import { QuickSearch } from './QuickSearch';
import { SessionWatch, type SessionEnd } from './SessionWatch';

export interface ShellSite {
  demo: boolean;
  theme: 'light' | 'dark' | 'system';
  identity: 'neutre' | 'etat';
  wording: string;
  dataDate: string | null;
  /** Who is signed in. */
  person: {
    name: string;
    actingFor: string | null;
  } | null;
  sessionEnd: SessionEnd | null;
}

const SECTIONS = [
  { to: '/startups', label: 'Startups' },
  { to: '/incubateurs', label: 'Incubateurs' },
  { to: '/phases', label: 'Phases' },
  { to: '/appels', label: 'Appels' },
  { to: '/fast', label: 'FAST' },
  { to: '/panorama', label: 'Panorama' },
  { to: '/aide', label: 'Aide' },
] as const;

const THEMES = [
  { value: 'system', label: 'Comme le système' },
  { value: 'light', label: 'Clair' },
  { value: 'dark', label: 'Sombre' },
] as const;

/** Who is here, and the way in or out. */
function Identity({ person }: { person: ShellSite['person'] }) {
  const { pathname, search } = useLocation();
  if (person === null) {
    const back =
      pathname === '/' || pathname.startsWith('/connexion')
        ? ''
        : `?retour=${encodeURIComponent(pathname + search)}`;
    return (
      <p className="sans-impression m-0 ml-auto py-1">
        <Link to={`/connexion${back}`} className="text-texte">
          Se connecter
        </Link>
      </p>
    );
  }
  return (
    <div className="ml-auto flex flex-wrap items-baseline gap-x-4 py-1">
      <Link to="/espace" className="font-medium">
        Mon espace
      </Link>
      <span className="text-sm text-discret">
        {person.name}
        {person.actingFor && `, pour ${person.actingFor}`}
      </span>
      {person.actingFor && (
        <Form method="post" action="/espace/compte" reloadDocument className="inline">
          <input type="hidden" name="intention" value="agir-pour" />
          <button type="submit" className="fr-link text-sm">
            Revenir à mon nom
          </button>
        </Form>
      )}
      <Form method="post" action="/deconnexion" reloadDocument className="inline">
        <button type="submit" className="fr-link text-sm">
          Se déconnecter
        </button>
      </Form>
    </div>
  );
}

function Header({ site }: { site: ShellSite | null }) {
  return (
    <header className="border-b border-trait">
      {site?.demo && (
        <p className="bandeau-demo m-0 py-1.5 text-sm">
          <span className="page block">
            <strong>Démonstration, données fictives.</strong> Des faits publics de startups réelles y côtoient
            des startups inventées.
          </span>
        </p>
      )}
      <div className="page flex flex-wrap items-baseline gap-x-8 gap-y-1 py-3">
        {site?.identity === 'etat' && (
          <p className="fr-logo m-0 whitespace-pre-line text-sm">{site.wording}</p>
        )}
        <Link
          to="/"
          className="flex items-baseline gap-2 text-xl font-bold text-encre"
          aria-label="Jalons, accueil"
        >
          <svg
            width="30"
            height="14"
            viewBox="0 0 30 14"
            aria-hidden="true"
            focusable="false"
            className="self-center"
          >
            <rect width="9" height="14" rx="2" className="phase-investigation" />
            <rect x="10.5" width="9" height="14" rx="2" className="phase-acceleration" />
            <rect x="21" width="9" height="14" rx="2" className="phase-transfere" />
          </svg>
          Jalons
        </Link>
        <nav aria-label="Navigation principale">
          <ul className="m-0 flex list-none flex-wrap gap-x-6 gap-y-1 p-0">
            {SECTIONS.map(({ to, label }) => (
              <li key={to} className="p-0">
                <NavLink
                  to={to}
                  className={({ isActive }) =>
                    `inline-block py-1 ${isActive ? 'border-b-2 border-current font-bold text-action' : 'text-texte'}`
                  }
                >
                  {label}
                </NavLink>
              </li>
            ))}
          </ul>
        </nav>
        <QuickSearch />
        {site && <Identity person={site.person} />}
      </div>
      {site?.sessionEnd && <SessionWatch end={site.sessionEnd} />}
    </header>
  );
}

function ThemeChoice({ theme }: { theme: ShellSite['theme'] }) {
  const { pathname, search } = useLocation();
  return (
    <Form
      method="post"
      action="/apparence"
      className="flex flex-wrap items-center gap-2 text-sm"
      reloadDocument
    >
      <input type="hidden" name="retour" value={pathname + search} />
      <span id="choix-apparence">Apparence</span>
      {THEMES.map(({ value, label }) => (
        <button
          key={value}
          name="theme"
          value={value}
          className={`fr-btn fr-btn--sm ${theme === value ? '' : 'fr-btn--tertiary'}`}
          aria-pressed={theme === value}
          aria-describedby="choix-apparence"
        >
          {label}
        </button>
      ))}
    </Form>
  );
}

function Footer({ site }: { site: ShellSite | null }) {
  return (
    <footer className="sans-impression mt-16 border-t border-trait bg-fond-alt py-8">
      <div className="page flex flex-col gap-4 text-sm">
        <p className="m-0 max-w-3xl">
          Jalons suit les startups d’État, de l’investigation au passage de relais.
          {site?.dataDate && ` Données à jour du ${site.dataDate}, lues dans les fiches publiques du réseau.`}
        </p>
        <ul className="m-0 flex list-none flex-wrap gap-x-6 gap-y-2 p-0">
          <li className="p-0">
            <Link to="/plan-du-site">Plan du site</Link>
          </li>
          <li className="p-0">
            <Link to="/accessibilite">Accessibilité : non conforme</Link>
          </li>
          <li className="p-0">
            <Link to="/mentions-legales">Mentions légales</Link>
          </li>
          <li className="p-0">
            <Link to="/statistiques">Statistiques</Link>
          </li>
          <li className="p-0">
            <Link to="/aide/donnees">Données et sources</Link>
          </li>
          <li className="p-0">
            <Link to="/api">Données ouvertes</Link>
          </li>
          <li className="p-0">
            <Link to="/aide/confidentialite">Données personnelles</Link>
          </li>
          <li className="p-0">
            <Link to="/aide/ecoconception">Écoconception</Link>
          </li>
          {site?.demo && (
            <li className="p-0">
              <Link to="/demo/courriels">Courriels de la démonstration</Link>
            </li>
          )}
        </ul>
        {site && <ThemeChoice theme={site.theme} />}
      </div>
    </footer>
  );
}

/** Everything around a page: the same for all. */
export function Shell({ site, children }: { site: ShellSite | null; children: ReactNode }) {
  return (
    <>
      <div className="fr-skiplinks">
        <nav className="page" aria-label="Accès rapide">
          <ul className="fr-skiplinks__list">
            <li>
              <a className="fr-link" href="#contenu">
                Aller au contenu
              </a>
            </li>
          </ul>
        </nav>
      </div>
      <Header site={site} />
      <main id="contenu" tabIndex={-1} className="outline-none">
        {children}
      </main>
      <Footer site={site} />
    </>
  );
}
