import { notFound } from './answers.server';

const COLLECTIONS = [
  {
    address: 'organisations',
    collection: '_organisations',
    label: 'Administrations',
    nameKey: 'name',
    begin: (name: string): Record<string, unknown> => ({
      name,
      acronym: '',
      domaine_ministeriel: 'autres',
      type: 'autre',
    }),
  },
  {
    address: 'equipes',
    collection: '_teams',
    label: 'Équipes transverses',
    nameKey: 'name',
    begin: (name: string): Record<string, unknown> => ({ name, mission: '' }),
  },
  {
    address: 'aide',
    collection: 'aide',
    label: 'Pages d’aide',
    nameKey: 'title',
    begin: (name: string): Record<string, unknown> => ({ title: name, resume: '', ordre: 90 }),
  },
] as const;
export type NetworkCollection = (typeof COLLECTIONS)[number];

/** The network's own collection of an address. @throws a 404 answer. */
export function networkCollectionOf(address: string | undefined): NetworkCollection {
  const found = COLLECTIONS.find((one) => one.address === address);
  if (!found) throw notFound('Cette liste n’existe pas.');
  return found;
}
