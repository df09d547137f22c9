import { Feed } from 'feed';
import type { News } from '~/network/news';
import { parisInstant } from '~/platform/calendar';
import type { Day } from '~/platform/day';

/** A feed has its newest things only: whoever subscribes late reads the pages. */
const MOST = 50;

export interface FeedAbout {
  title: string;
  /** The page that the feed follows. */
  path: string;
  /** The feed's own address. */
  own: string;
  origin: string;
  demo: boolean;
}

const midnight = (day: Day): Date => parisInstant(day, '00:00');

/** An Atom feed (RFC 4287) of what happened, the newest first; dates are days in Paris. */
export function atomFeed({ title, path, own, origin, demo }: FeedAbout, news: readonly News[]): string {
  const feed = new Feed({
    id: `${origin}${own}`,
    title: demo ? `${title} (démonstration, données fictives)` : title,
    link: `${origin}${path}`,
    feedLinks: { atom: `${origin}${own}` },
    language: 'fr',
    copyright: 'Licence Ouverte 2.0',
    generator: 'Jalons',
    // Nothing happened yet: the feed is as old as it can be, not as new as this answer.
    updated: midnight(news[0]?.day ?? ('1970-01-01' as Day)),
  });
  for (const one of news.slice(0, MOST))
    feed.addItem({
      id: `${origin}${one.path}#${encodeURIComponent(one.key)}`,
      title: one.title,
      link: `${origin}${one.path}`,
      date: midnight(one.day),
      ...(one.sentence === '' ? {} : { description: one.sentence }),
    });
  return feed.atom1();
}
