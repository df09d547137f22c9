import type { LoaderFunctionArgs } from '@remix-run/node';
import { startupAnswer } from '~/exchange/compatible/members';
import { noSuchData, openJson, siteOf } from './open-data.server';

/** One startup as version 3 of the network's API tells it. */
export async function loader({ params, context }: LoaderFunctionArgs) {
  const site = await siteOf(context);
  const startup = site.startups.find(({ id }) => `${id}.json` === params['fichier']);
  if (!startup) throw noSuchData('Aucune startup ne porte cet identifiant.');
  return openJson(startupAnswer(site, startup, context.clock.today()), context.network.demo);
}
