import type { LoaderFunctionArgs } from '@remix-run/node';
import { atomFeed } from '~/exchange/feeds/atom';
import type { StartupFacts } from '~/network/facts';
import { startupsOf } from '~/network/groupings';
import { newsOf } from '~/network/news';
import { incubatorPath, startupPath } from '~/platform/addresses';
import { ofName } from '~/design/formats';
import { openDataHeaders } from './open-data.server';
import { incubatorOf, startupOf } from './startup-lookup.server';

interface Followed {
  title: string;
  path: string;
  startups: readonly StartupFacts[];
}

/** What the address follows: a startup, an incubator, or the whole network. @throws a 404 answer */
function followed({ context: { network }, params, request }: LoaderFunctionArgs): Followed {
  if (params['id'] === undefined)
    return { title: 'Les startups d’État, au jour le jour', path: '', startups: network.startups };
  if (new URL(request.url).pathname.startsWith('/startups/')) {
    const startup = startupOf(network, params['id'], '/fil.atom');
    return {
      title: `Ce qui arrive à ${startup.title}`,
      path: startupPath(startup.publicId),
      startups: [startup],
    };
  }
  const incubator = incubatorOf(network, params['id']);
  return {
    title: `Les startups ${ofName(incubator.title)}`,
    path: incubatorPath(incubator.publicId),
    startups: startupsOf(network, incubator),
  };
}

/** What happened lately, for feed readers. */
export function loader(args: LoaderFunctionArgs) {
  const { network, clock, origin } = args.context;
  const { title, path, startups } = followed(args);
  const about = { title, path: path || '/', own: `${path}/fil.atom`, origin, demo: network.demo };
  return new Response(atomFeed(about, newsOf(startups, clock.today())), {
    headers: openDataHeaders('application/atom+xml; charset=utf-8', network.demo),
  });
}
