import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { Link, useLoaderData } from '@remix-run/react';
import { Breadcrumb } from '~/design/Breadcrumb';
import { countOf } from '~/design/formats';
import { administrationCounts } from '~/exchange/administration.server';
import { NETWORK } from '~/person/rights';
import { allowed } from './guards.server';

export async function loader(args: LoaderFunctionArgs) {
  await allowed(args, 'administration.voir', NETWORK);
  return {
    counts: await administrationCounts(args.context.database.prisma, args.context.clock.now()),
    mailLeaves: args.context.mail.leaves,
    demo: args.context.network.demo,
  };
}

export const meta: MetaFunction = () => [
  { title: 'Administration technique · Jalons' },
  { name: 'robots', content: 'noindex' },
];

export default function Administration() {
  const { counts, mailLeaves, demo } = useLoaderData<typeof loader>();
  const rooms = [
    {
      to: 'imports',
      label: 'Imports et exports',
      state: `${countOf(counts.oddities, 'signalement', 'signalements')}, ${countOf(counts.proposals, 'proposition ouverte', 'propositions ouvertes')}`,
    },
    {
      to: 'courriels',
      label: 'Courriels et travaux',
      state:
        counts.mails + counts.jobs === 0
          ? 'Tout est parti, tout est fait.'
          : `${countOf(counts.mails, 'courriel en difficulté', 'courriels en difficulté')}, ${countOf(counts.jobs, 'travail en échec', 'travaux en échec')}`,
    },
    {
      to: 'connexions',
      label: 'Connexions et délégations',
      state: `${countOf(counts.signIns, 'connexion', 'connexions')} en sept jours`,
    },
    {
      to: 'personnes',
      label: 'Personnes et conservation',
      state: `${countOf(counts.duplicates, 'doublon possible', 'doublons possibles')}, ${countOf(counts.forget, 'personne à oublier', 'personnes à oublier')}`,
    },
    {
      to: 'reparations',
      label: 'Ouvrir un incubateur pour réparer',
      state: 'Quelques heures, avec un motif que l’incubateur lit.',
    },
  ];
  return (
    <div className="page max-w-4xl py-10">
      <Breadcrumb path={[{ label: 'Mon espace', to: '/espace' }]} here="Administration technique" />
      <h1>Administration technique</h1>
      <p>
        De quoi faire marcher l’outil. Les pages intérieures d’un incubateur ne s’ouvrent pas d’ici, sauf pour
        une réparation.
      </p>
      {!mailLeaves && (
        <p className="carte font-medium text-alerte">
          Aucun serveur de courriel n’est réglé (SMTP_URL) : les courriels attendent.
        </p>
      )}
      {demo && (
        <p className="carte">
          Dans une démonstration, les courriels se lisent sur leur page :{' '}
          <Link to="/demo/courriels">les lire</Link>.
        </p>
      )}
      <ul className="m-0 grid list-none gap-4 p-0 sm:grid-cols-2">
        {rooms.map((room) => (
          <li key={room.to} className="carte">
            <h2 className="m-0 text-lg">
              <Link to={`/administration/${room.to}`}>{room.label}</Link>
            </h2>
            <p className="nombre m-0 text-sm">{room.state}</p>
          </li>
        ))}
      </ul>
    </div>
  );
}
