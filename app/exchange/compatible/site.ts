import type { FrontMatterDocument } from '~/platform/document/front-matter';
import { isSaid, listed, maps, printed } from './printed';

/** One file of a collection as the public site reads it. */
export interface SiteDocument {
  /** The file's name without `.md`. */
  id: string;
  data: FrontMatterDocument['attributes'];
  body: string;
}

/** A member who may be published, with the missions that may be. */
export interface SiteMember {
  id: string;
  fullname: string;
  role: string;
  domaine: string;
  link: string;
  github: string | null;
  missions: SiteMission[];
}
export interface SiteMission {
  start: string;
  end: string;
  status: string;
  employer: string;
  startups: string[];
}

/** Everything that the compatible API is made of: documents in the site's order, which is that of their file names. */
export interface Site {
  url: string;
  startups: readonly SiteDocument[];
  incubators: readonly SiteDocument[];
  organisations: readonly SiteDocument[];
  /** Empty unless members are published. */
  members: readonly SiteMember[];
}

const ORGANISATIONS = '/organisations/';
export const withoutFolder = (address: string): string =>
  address.startsWith(ORGANISATIONS) ? address.slice(ORGANISATIONS.length) : address;

/** The incubators of a startup: the list when there is one, else the single value that older readers know. */
export function incubatorsOf({ data }: SiteDocument): string[] {
  const many = listed(data['incubators']);
  const chosen = isSaid(data['incubators']) ? many : printed(data['incubator']).split(',').filter(Boolean);
  return chosen.map(printed);
}

/**
 * The phases as they are written, in the file's order, with what else their maps hold. The site's current phase is
 * read from them by its own rule: latest start, future ones included, the first listed on a tie.
 */
export const phasesOf = ({ data }: SiteDocument): Array<Readonly<Record<string, unknown>>> =>
  maps(data['phases']);

/** What follows the front matter as the site reads it: blank lines at its head belong to the fence. */
export const contentOf = (document: SiteDocument): string => document.body.replace(/^\s*\n/, '');
