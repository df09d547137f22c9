import { Link } from '@remix-run/react';
import { SearchForm } from './SearchForm';

/** Replaced by the server with the number of the request, which its journal bears too. */
export const REQUEST_NUMBER = '%numero-de-demande%';

/** What went wrong, and where to go from here. */
export function ErrorPage({
  status,
  title,
  sentences,
}: {
  status: number;
  title: string;
  sentences: string[];
}) {
  return (
    <div className="page py-12">
      <h1>{title}</h1>
      {sentences.map((sentence) => (
        <p key={sentence} className="max-w-2xl text-lg">
          {sentence}
        </p>
      ))}
      <div className="my-8 max-w-xl">
        <SearchForm label="Chercher une startup" />
      </div>
      <ul>
        <li>
          <Link to="/">Revenir à l’accueil</Link>
        </li>
        <li>
          <Link to="/startups">Voir toutes les startups</Link>
        </li>
        <li>
          <Link to="/plan-du-site">Ouvrir le plan du site</Link>
        </li>
      </ul>
      <p className="regle mt-8">
        Erreur {status}
        {status >= 500 && typeof window === 'undefined' && (
          <>
            , demande numéro <span suppressHydrationWarning>{REQUEST_NUMBER}</span>
          </>
        )}
      </p>
    </div>
  );
}
