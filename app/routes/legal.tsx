import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { Link, useLoaderData } from '@remix-run/react';
import { PUBLIC_PAGE } from './answers.server';
import { pageMeta, siteOf } from './metadata';

export const headers = () => PUBLIC_PAGE;
export const loader = ({ context: { settings } }: LoaderFunctionArgs) => settings.legal;
export const meta: MetaFunction = ({ matches }) =>
  pageMeta(siteOf(matches), {
    title: 'Mentions légales',
    description: 'Éditeur, licence, données personnelles et cookies.',
    path: '/mentions-legales',
  });

export default function Legal() {
  const { publisher, director, host } = useLoaderData<typeof loader>();
  return (
    <div className="page py-10">
      <h1>Mentions légales</h1>
      <div className="prose">
        <h2>Éditeur et hébergement</h2>
        <p>
          {publisher
            ? `Ce service est édité par ${publisher}.`
            : 'L’éditeur de ce service est l’organisme qui l’a installé ; il n’a pas encore été nommé ici.'}
          {director && ` Direction de publication : ${director}.`}
          {host && ` Hébergement : ${host}.`}
        </p>
        <h2>Code et données</h2>
        <p>
          Le code de Jalons est libre, sous licence MIT. Les faits affichés (noms, dates, montants) viennent
          des fiches publiques du réseau ; leurs textes restent sous la licence de leurs auteurs et autrices.{' '}
          <Link to="/aide/donnees">D’où viennent les données</Link>
        </p>
        <h2>Données personnelles</h2>
        <p>
          Lire ce site ne demande ni compte ni consentement : aucune mesure d’audience, aucun contenu d’un
          autre site. Un message envoyé par « Signaler une erreur » est gardé un an, avec l’adresse de
          courriel si vous la donnez, pour corriger la fiche et vous répondre ; il s’efface ensuite. Pour y
          accéder ou l’effacer avant, écrivez à l’éditeur.
        </p>
        <h2>Cookies</h2>
        <p>
          Lire ce site n’en pose aucun. Chacun de ceux-ci est nécessaire à ce que vous demandez, et aucun ne
          suit personne : l’apparence choisie, un an ; la session de qui se connecte, jusqu’à sa fin ; le
          navigateur qui a demandé un lien de connexion ou qui passe par ProConnect, le temps de revenir ; un
          formulaire gardé pendant qu’on se reconnecte ; un dossier ouvert par un lien signé.
        </p>
      </div>
    </div>
  );
}
