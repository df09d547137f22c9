import type { LoaderFunctionArgs } from '@remix-run/node';
import { incubatorsAnswer, organisationsAnswer, sponsorsAnswer } from '~/exchange/compatible/groups';
import { authorsAnswer, detailsAnswer } from '~/exchange/compatible/members';
import type { Site } from '~/exchange/compatible/site';
import { startupsAnswer } from '~/exchange/compatible/startups';
import { startupsCsv } from '~/exchange/compatible/startups-csv';
import type { Day } from '~/platform/day';
import { noSuchData, openDataHeaders, openJson, siteOf } from './open-data.server';

const JSON_FILES: Readonly<Record<string, (site: Site, today: Day) => unknown>> = {
  'startups.json': startupsAnswer,
  'startups_details.json': detailsAnswer,
  'incubators.json': incubatorsAnswer,
  'organisations.json': organisationsAnswer,
  'sponsors.json': sponsorsAnswer,
  'authors.json': authorsAnswer,
};

/** The files that the network's site publishes, with its names, fields and orders, live. */
export async function loader({ params, context }: LoaderFunctionArgs) {
  const name = params['fichier'] ?? '';
  const { demo } = context.network;
  if (name === 'startups.csv')
    return new Response(startupsCsv(await siteOf(context)), {
      headers: openDataHeaders('text/csv; charset=utf-8', demo),
    });
  const answer = Object.hasOwn(JSON_FILES, name) ? JSON_FILES[name] : undefined;
  if (!answer)
    throw noSuchData(
      `Ce fichier n’existe pas. Fichiers : ${[...Object.keys(JSON_FILES), 'startups.csv'].join(', ')}.`,
    );
  return openJson(answer(await siteOf(context), context.clock.today()), demo);
}
