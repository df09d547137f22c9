import type { MetaFunction } from '@remix-run/node';
import { PUBLIC_PAGE } from './answers.server';
import { pageMeta, siteOf } from './metadata';

export const headers = () => PUBLIC_PAGE;
export const loader = () => null;
export const meta: MetaFunction = ({ matches }) =>
  pageMeta(siteOf(matches), {
    title: 'Accessibilité : non conforme',
    description: 'Déclaration d’accessibilité, avec son état véritable.',
    path: '/accessibilite',
  });

export default function Accessibility() {
  return (
    <div className="page py-10">
      <h1>Déclaration d’accessibilité</h1>
      <div className="prose">
        <p>
          <strong>État de conformité : non conforme.</strong> Aucun audit du référentiel général
          d’amélioration de l’accessibilité (RGAA) n’a encore été mené sur ce service ; sans audit, la loi
          demande de dire « non conforme ».
        </p>
        <h2>Ce qui est vérifié à chaque changement</h2>
        <ul>
          <li>
            chaque page est examinée par l’outil axe, en clair, en sombre et sur un écran de 320 pixels, et ne
            doit donner aucun défaut ;
          </li>
          <li>chaque page se lit et chaque formulaire s’envoie sans JavaScript ;</li>
          <li>le parcours se fait au clavier, le focus est visible ;</li>
          <li>les graphiques ont leur phrase et leur tableau.</li>
        </ul>
        <h2>Ce qui reste à faire</h2>
        <ul>
          <li>un audit RGAA par une personne qualifiée ;</li>
          <li>des essais avec des personnes qui utilisent un lecteur d’écran ou une loupe ;</li>
          <li>
            la relecture des textes des fiches, écrits par les équipes, dont les titres et les liens ne sont
            pas toujours explicites.
          </li>
        </ul>
        <h2>Signaler une difficulté</h2>
        <p>
          Sur la page de chaque startup, « Signaler une erreur » permet d’écrire sans compte. Si aucune
          réponse ne vient, vous pouvez saisir la Défenseure ou le Défenseur des droits.
        </p>
      </div>
    </div>
  );
}
