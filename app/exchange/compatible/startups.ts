import { isSaid, listed, maps, percentEncoded, printed, withoutLines } from './printed';
import { contentOf, incubatorsOf, phasesOf, withoutFolder, type Site, type SiteDocument } from './site';

const OPTIONAL_TAIL = ['analyse_risques', 'analyse_risques_url', 'dashlord_url', 'accessibility_status'];

/** Only what the fiche says, under its own name. */
const said = (document: SiteDocument, keys: readonly string[]): Record<string, string> =>
  Object.fromEntries(
    keys.filter((key) => isSaid(document.data[key])).map((key) => [key, printed(document.data[key])]),
  );

function statsAddress({ data }: SiteDocument): string {
  if (isSaid(data['stats_url'])) return printed(data['stats_url']);
  return isSaid(data['stats']) ? `${printed(data['link']).trim()}/stats` : '';
}

const attributes = (startup: SiteDocument) => ({
  name: printed(startup.data['title']),
  pitch: printed(startup.data['mission']),
  stats_url: statsAddress(startup),
  ...said(startup, ['budget_url']),
  impact_url: printed(startup.data['impact_url']),
  link: printed(startup.data['link']),
  ...said(startup, ['repository']),
  contact: printed(startup.data['contact']),
  content_url_encoded_markdown: percentEncoded(contentOf(startup)),
  events: maps(startup.data['events']).map((event) => ({
    name: printed(event['name']),
    date: printed(event['date']),
    comment: withoutLines(printed(event['comment'])),
  })),
  phases: phasesOf(startup).map((phase) => ({
    name: printed(phase['name']),
    start: printed(phase['start']),
    end: printed(phase['end']),
  })),
  sponsors: listed(startup.data['sponsors']).map((sponsor) => withoutFolder(printed(sponsor))),
  thematiques: listed(startup.data['thematiques']).map(printed),
  technos: listed(startup.data['techno']).map(printed),
  ...said(startup, OPTIONAL_TAIL),
});

const related = (id: string) => ({ type: 'incubator', id });

/** `startups.json`: every startup with its text, and the incubators that are listed. */
export const startupsAnswer = (site: Site) => ({
  links: { self: `${site.url}/startups` },
  data: site.startups.map((startup) => ({
    id: startup.id,
    type: 'startup',
    attributes: attributes(startup),
    relationships: {
      incubator: { data: related(printed(startup.data['incubator'])) },
      incubators: { data: incubatorsOf(startup).map(related) },
    },
  })),
  included: site.incubators.map(({ id, data }) => ({
    id,
    type: 'incubator',
    attributes: {
      title: printed(data['title']),
      owner: printed(data['owner']),
      website: printed(data['website']),
      github: printed(data['github']),
      contact: printed(data['contact']),
    },
  })),
});
