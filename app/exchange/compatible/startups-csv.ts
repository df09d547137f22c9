import { stringify } from 'csv-stringify/sync';
import { isSaid, printed } from './printed';
import { incubatorsOf, phasesOf, type Site, type SiteDocument } from './site';

const COLUMNS = [
  'id',
  'name',
  'mission',
  'start',
  'status',
  'incubator',
  'stats',
  'link',
  'repository',
  'accessibility',
  'contact',
  'incubators',
];
/** The columns that the site always quotes; it quotes no other, whatever they hold. */
const ALWAYS_QUOTED = new Set([1, 2, 9, 11]);

const orNull = (value: unknown): string => (isSaid(value) ? printed(value) : 'null');

/** The status is that of the last phase of the file, unlike the site's own current phase. */
const cells = (startup: SiteDocument): string[] => {
  const phases = phasesOf(startup);
  const { data, id } = startup;
  return [
    id,
    printed(data['title']),
    printed(data['mission']),
    printed(phases[0]?.['start']),
    printed(phases.at(-1)?.['name']),
    printed(data['incubator']),
    orNull(data['stats_url']),
    orNull(data['link']),
    orNull(data['repository']),
    printed(data['accessibility_status']),
    printed(data['contact']),
    incubatorsOf(startup).join(','),
  ];
};

/** `startups.csv`: the site's columns and quotes, and a quoted cell wherever an unquoted one would break its line. */
export const startupsCsv = (site: Site): string =>
  `${COLUMNS.join(';')}\n${stringify(site.startups.map(cells), {
    delimiter: ';',
    cast: { string: (value, { index }) => ({ value, quoted: ALWAYS_QUOTED.has(index) }) },
  })}`;
