import type { Outcome } from '~/committee/outcomes';
import type { Day } from '~/platform/day';
import type { Cents } from '~/platform/money';
import type { Expectation } from '~/startup/expectations';
import type { Phase } from '~/startup/life';

/** What a public page may need of one startup, all in memory; its text is read apart. */
export interface StartupFacts {
  id: string;
  publicId: string;
  title: string;
  mission: string;
  link: string | null;
  repository: string | null;
  contact: string | null;
  stats: boolean;
  statsUrl: string | null;
  impactUrl: string | null;
  budgetUrl: string | null;
  dashlordUrl: string | null;
  accessibilityStatus: string | null;
  riskAnalysis: boolean;
  riskAnalysisUrl: string | null;
  secureService: boolean;
  noindex: boolean;
  fictional: boolean;
  /** Taken out of every list by its incubator; kept in memory only to answer for its address. */
  archived: boolean;
  picture: Picture | null;
  formerIds: string[];
  incubators: IncubatorFacts[];
  organisations: OrganisationFacts[];
  phases: Phase[];
  events: StartupEvent[];
  impacts: Array<{ day: Day; labelYear: number | null }>;
  awards: Award[];
  themes: string[];
  audiences: string[];
  technologies: string[];
}

export interface Picture {
  large: string;
  small: string;
  /** Of the large one, in pixels. */
  width: number;
  height: number;
  alternative: string;
}

export interface StartupEvent {
  kind: string;
  day: Day;
  comment: string | null;
  /** Of a committee that was held here: what it decided, as its public circle says it. */
  outcome: Outcome | null;
}

export interface IncubatorFacts {
  id: string;
  publicId: string;
  title: string;
  shortDescription: string | null;
  ownerPublicId: string | null;
  website: string | null;
  github: string | null;
  contact: string | null;
  address: string | null;
  hidden: boolean;
  fictional: boolean;
  state: 'in_creation' | 'active' | 'operator' | 'closed';
  highlighted: string[];
  /** Whether its people opened its cockpit to everybody. */
  cockpitPublished: boolean;
  formerIds: string[];
}

export interface OrganisationFacts {
  id: string;
  publicId: string;
  name: string;
  acronym: string | null;
  ministryDomain: string | null;
  kind: string | null;
}

export interface Round {
  id: string;
  edition: number;
  title: string;
  heldOn: Day | null;
  applications: number | null;
  announced: Cents | null;
  announcedLaureates: number | null;
  source: string | null;
}

/** One award to one laureate, the accounts of its sources brought together. */
export interface Award {
  /** The programme that gave it, by its public identifier: « fast », « consolidation »… */
  program: string;
  edition: number;
  /** The title of its round. */
  title: string;
  /** The call that it comes from, when it was held here. */
  callId: string | null;
  heldOn: Day | null;
  startupPublicId: string | null;
  incubatorPublicId: string | null;
  name: string | null;
  awarded: Cents | null;
  paid: Cents | null;
  sources: string[];
}

/** The whole network as published at one data version: immutable, and shared by all reads. */
export interface Network {
  version: number;
  demo: boolean;
  /** When content was last brought in: the date of the data. */
  importedAt: Date | null;
  /** What a fiche should hold at each phase, as the network says it now. */
  expectations: readonly Expectation[];
  /** By title, as a French dictionary sorts. */
  startups: readonly StartupFacts[];
  startupById: ReadonlyMap<string, StartupFacts>;
  /** Startups that their incubator archived: in no list and no count. */
  archivedById: ReadonlyMap<string, StartupFacts>;
  startupByFormerId: ReadonlyMap<string, StartupFacts>;
  incubators: readonly IncubatorFacts[];
  incubatorById: ReadonlyMap<string, IncubatorFacts>;
  organisations: readonly OrganisationFacts[];
  organisationById: ReadonlyMap<string, OrganisationFacts>;
  rounds: readonly Round[];
  awards: readonly Award[];
}

/** An incubator that its network hides is named where it matters, but has no page and stands in no list. */
export const isListed = (incubator: IncubatorFacts): boolean => !incubator.hidden;
