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
            chaque page est examinée par l’outil axe, qui ne doit y trouver aucun défaut ; ce qui dépend des
            couleurs l’est de nouveau en sombre, et ce qui dépend de la largeur sur un écran de 320 pixels ;
          </li>
          <li>chaque page se lit et chaque formulaire s’envoie sans JavaScript ;</li>
          <li>le parcours se fait au clavier, le focus est visible ;</li>
          <li>les graphiques ont leur phrase et leur tableau.</li>
        </ul>
        <h2>Plan d’action 2027</h2>
        <ul>
          <li>
            <strong>d’ici au 31 mars :</strong> un audit RGAA par une personne qualifiée, sur un échantillon
            qui compte l’accueil, une liste, une startup, un comité, un formulaire et un graphique ; ses
            résultats remplacent l’état dit ici ;
          </li>
          <li>
            <strong>d’ici au 30 juin :</strong> des essais avec des personnes qui utilisent un lecteur d’écran
            ou une loupe ; les défauts bloquants de l’audit sont corrigés ;
          </li>
          <li>
            <strong>d’ici au 31 décembre :</strong> les autres défauts, et une relecture avec les équipes des
            textes des fiches, dont les titres et les liens ne sont pas toujours explicites.
          </li>
        </ul>
        <h2>Signaler une difficulté</h2>
        <p>
          Sur la page de chaque startup, « Signaler une erreur » permet d’écrire sans compte. Si aucune
          réponse ne vient, vous pouvez saisir{' '}
          <a href="https://formulaire.defenseurdesdroits.fr/">la Défenseure ou le Défenseur des droits</a>.
        </p>
        <p className="regle">Déclaration établie le 26 novembre 2026.</p>
      </div>
    </div>
  );
}
