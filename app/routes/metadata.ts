import type { MetaDescriptor } from '@remix-run/node';

/** What search engines, shared links and feed readers are told of a page. `path` is its canonical address, with its leading slash. */
export function pageMeta(
  site: { origin: string; demo: boolean } | undefined,
  {
    title,
    description,
    path,
    noindex = false,
    picture,
    feed,
  }: { title: string; description: string; path: string; noindex?: boolean; picture?: string; feed?: string },
): MetaDescriptor[] {
  const origin = site?.origin ?? '';
  return [
    { title: `${title} · Jalons` },
    { name: 'description', content: description.slice(0, 300) },
    { tagName: 'link', rel: 'canonical', href: `${origin}${path}` },
    { property: 'og:title', content: title },
    { property: 'og:description', content: description.slice(0, 300) },
    { property: 'og:type', content: 'website' },
    { property: 'og:url', content: `${origin}${path}` },
    { property: 'og:locale', content: 'fr_FR' },
    ...(picture
      ? [
          { property: 'og:image', content: `${origin}${picture}` },
          { name: 'twitter:card', content: 'summary_large_image' },
        ]
      : []),
    ...(feed
      ? [
          {
            tagName: 'link',
            rel: 'alternate',
            type: 'application/atom+xml',
            title: `${title}, au jour le jour`,
            href: `${origin}${feed}`,
          },
        ]
      : []),
    ...(noindex || site?.demo ? [{ name: 'robots', content: 'noindex' }] : []),
  ];
}

/** The site as the root knows it, out of a page's `matches`. */
export function siteOf(
  matches: ReadonlyArray<{ id: string; data?: unknown } | undefined>,
): { origin: string; demo: boolean } | undefined {
  return matches.find((match) => match?.id === 'root')?.data as { origin: string; demo: boolean } | undefined;
}
