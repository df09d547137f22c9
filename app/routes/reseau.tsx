import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { Link } from '@remix-run/react';
import { Breadcrumb } from '~/design/Breadcrumb';
import { NETWORK } from '~/person/rights';
import { allowed } from './guards.server';

export async function loader(args: LoaderFunctionArgs) {
  await allowed(args, 'reseau.modifier', NETWORK);
  return null;
}

export const meta: MetaFunction = () => [
  { title: 'Les listes du réseau · Jalons' },
  { name: 'robots', content: 'noindex' },
];

const ROOMS = [
  {
    to: '/reseau/incubateurs',
    label: 'Incubateurs',
    what: 'En ouvrir un, nommer sa première direction.',
  },
  {
    to: '/reseau/organisations',
    label: 'Administrations',
    what: 'Noms, sigles, domaines ; fusionner, retirer.',
  },
  {
    to: '/reseau/equipes',
    label: 'Équipes transverses',
    what: 'Les équipes qui servent tout un incubateur.',
  },
  { to: '/reseau/aide', label: 'Pages d’aide', what: 'Les textes que tout le monde lit sous « Aide ».' },
  { to: '/reseau/listes/themes', label: 'Thèmes', what: 'De quoi traitent les startups.' },
  { to: '/reseau/listes/publics', label: 'Publics', what: 'À qui elles s’adressent.' },
  { to: '/reseau/listes/technologies', label: 'Technologies', what: 'Avec quoi elles sont faites.' },
  {
    to: '/reseau/attentes',
    label: 'Attentes par phase',
    what: 'Ce qu’une page doit dire, et à partir de quand.',
  },
  {
    to: '/reseau/indicateurs',
    label: 'Cibles et chiffres publiés',
    what: 'Ce qui est connu à côté de nos indicateurs, année par année.',
  },
  {
    to: '/reseau/grilles',
    label: 'Grilles de fin de phase',
    what: 'Ce qu’on se demande avant de construire, puis d’accélérer.',
  },
  {
    to: '/reseau/envois',
    label: 'Adresses prévenues',
    what: 'Les programmes à qui Jalons dit qu’une page a changé.',
  },
  {
    to: '/reseau/certification',
    label: 'Certification des intrapreneurs',
    what: 'Ses sessions, qui peut la demander, qui l’a obtenue.',
  },
  {
    to: '/reseau/priorites',
    label: 'Politiques prioritaires',
    what: 'La liste datée du Gouvernement ; les équipes y rattachent leur service.',
  },
  {
    to: '/reseau/standards',
    label: 'Standards et phases',
    what: 'À partir de quelle phase chaque standard est regardé.',
  },
  {
    to: '/reseau/impact-national',
    label: 'Campagne d’impact national',
    what: 'Ses dates, les dossiers déposés, les décisions.',
  },
  {
    to: '/reseau/roles',
    label: 'Rôles du réseau',
    what: 'Qui anime, qui administre, qui fait partie de la communauté.',
  },
];

export default function NetworkRooms() {
  return (
    <div className="page max-w-4xl py-10">
      <Breadcrumb path={[{ label: 'Mon espace', to: '/espace' }]} here="Listes du réseau" />
      <h1>Les listes du réseau</h1>
      <p>
        Ce que toutes les pages partagent. Chaque changement garde son histoire et montre d’abord ce qu’il
        touche : <Link to="/reseau/histoire">ce qui a changé, et par qui</Link>.
      </p>
      <ul className="m-0 grid list-none gap-4 p-0 sm:grid-cols-2">
        {ROOMS.map((room) => (
          <li key={room.to} className="carte">
            <h2 className="m-0 text-lg">
              <Link to={room.to}>{room.label}</Link>
            </h2>
            <p className="m-0 text-sm">{room.what}</p>
          </li>
        ))}
      </ul>
    </div>
  );
}
