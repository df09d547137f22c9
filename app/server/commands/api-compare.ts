import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { compareCsv, compareJson, type Comparison } from '~/exchange/compatible/compare';
import { fromCaller, runCommand, UsageError } from './run';

const FILES = [
  'startups.json',
  'startups_details.json',
  'incubators.json',
  'organisations.json',
  'sponsors.json',
  'startups.csv',
];
const MOST_SHOWN = 60;

const isAddress = (place: string): boolean => /^https?:\/\//.test(place);

async function textOf(place: string, name: string): Promise<string> {
  if (!isAddress(place)) return readFile(join(fromCaller(place), name), 'utf8');
  const address = `${place.replace(/\/$/, '')}/${name}`;
  const answer = await fetch(address).catch((error: Error) => {
    throw new UsageError(`${address} ne répond pas (${error.message}). Vérifiez l’adresse.`);
  });
  if (!answer.ok)
    throw new UsageError(`${address} répond ${answer.status}. Donnez l’adresse du dossier des fichiers.`);
  return answer.text();
}

function jsonOf(text: string, where: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new UsageError(`${where} n’est pas du JSON : la comparaison s’arrête là.`);
  }
}

const brief = (value: unknown): string =>
  value === undefined ? '(absent)' : (JSON.stringify(value)?.slice(0, 120) ?? '');

function tell(name: string, { values, differences }: Comparison): number {
  const open = differences.filter(({ reason }) => reason === null);
  process.stdout.write(
    `${name} : ${values} valeurs comparées, ${differences.length} différences${differences.length > open.length ? ` dont ${differences.length - open.length} expliquées` : ''}\n`,
  );
  for (const { path, expected, found, reason } of differences.slice(0, MOST_SHOWN))
    process.stdout.write(
      `  ${path}\n    référence : ${brief(expected)}\n    ici : ${brief(found)}\n${reason === null ? '' : `    raison : ${reason}\n`}`,
    );
  if (differences.length > MOST_SHOWN)
    process.stdout.write(`  … et ${differences.length - MOST_SHOWN} autres\n`);
  return open.length;
}

await runCommand(async () => {
  const [reference, place, ...rest] = process.argv.slice(2);
  if (!reference || !place || rest.length > 0)
    throw new UsageError(
      'Usage : npm run api:compare -- RÉFÉRENCE ADRESSE\nchacune un dossier ou une adresse web, par exemple http://localhost:3000/api/v2.7',
    );
  let open = 0;
  let values = 0;
  for (const name of FILES) {
    const [expected, found] = await Promise.all([textOf(reference, name), textOf(place, name)]);
    const comparison = name.endsWith('.csv')
      ? compareCsv(expected, found)
      : compareJson(jsonOf(expected, `${reference}/${name}`), jsonOf(found, `${place}/${name}`));
    values += comparison.values;
    open += tell(name, comparison);
  }
  process.stdout.write(
    open === 0
      ? `${values} valeurs comparées : aucune différence sans raison.\n`
      : `${values} valeurs comparées : ${open} différences sans raison.\n`,
  );
  if (open > 0) process.exitCode = 1;
});
