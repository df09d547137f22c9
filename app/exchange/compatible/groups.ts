import { escaped, printed } from './printed';
import { incubatorsOf, phasesOf, type Site } from './site';

const orNull = (value: unknown): unknown => value ?? null;

/** `incubators.json`: each incubator with its startups; one that is hidden has nothing but its startups. */
export function incubatorsAnswer(site: Site): Record<string, Record<string, unknown>> {
  const result: Record<string, Record<string, unknown>> = {};
  for (const startup of site.startups)
    for (const incubator of incubatorsOf(startup)) {
      const startups = ((result[incubator] ??= { startups: [] })['startups'] ??= []) as unknown[];
      startups.push({
        id: startup.id,
        name: orNull(startup.data['title']),
        pitch: orNull(startup.data['mission']),
        repository: orNull(startup.data['repository']),
        contact: orNull(startup.data['contact']),
        phases: phasesOf(startup),
      });
    }
  for (const { id, data } of site.incubators)
    Object.assign((result[id] ??= {}), {
      title: orNull(data['title']),
      owner: orNull(data['owner']),
      contact: orNull(data['contact']),
      address: orNull(data['address']),
      website: orNull(data['website']),
      github: orNull(data['github']),
    });
  return result;
}

const FIELDS = ['name', 'acronym', 'domaine_ministeriel', 'type'] as const;

/** `organisations.json`: a list whose texts are HTML-escaped, as its readers know it. */
export const organisationsAnswer = (site: Site) =>
  site.organisations.map(({ id, data }) => ({
    id,
    ...Object.fromEntries(FIELDS.map((key) => [key, escaped(printed(data[key]))])),
  }));

/** `sponsors.json`: the same organisations by identifier, their texts as written. */
export const sponsorsAnswer = (site: Site) =>
  Object.fromEntries(
    site.organisations.map(({ id, data }) => [
      id,
      Object.fromEntries(FIELDS.map((key) => [key, orNull(data[key])])),
    ]),
  );
