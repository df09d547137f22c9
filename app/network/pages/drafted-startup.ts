import type { Fiche } from '~/startup/fiche/fiche';
import type { Network, Picture, StartupFacts } from '../facts';

/** A startup as a fiche not yet published would tell it: for the preview that its author sees. */
export function draftedStartup(
  network: Network,
  published: StartupFacts,
  fiche: Fiche,
  picture: Picture | null,
): StartupFacts {
  return {
    ...published,
    title: fiche.title,
    mission: fiche.mission,
    link: fiche.link,
    repository: fiche.repository,
    contact: fiche.contact,
    stats: fiche.stats ?? false,
    statsUrl: fiche.statsUrl,
    impactUrl: fiche.impactUrl,
    budgetUrl: fiche.budgetUrl,
    dashlordUrl: fiche.dashlordUrl,
    accessibilityStatus: fiche.accessibilityStatus,
    riskAnalysis: fiche.riskAnalysis ?? false,
    riskAnalysisUrl: fiche.riskAnalysisUrl,
    secureService: fiche.secureService ?? false,
    picture,
    incubators: fiche.incubators.flatMap((id) => network.incubatorById.get(id) ?? []),
    organisations: fiche.sponsors.flatMap((id) => network.organisationById.get(id) ?? []),
    phases: fiche.phases.map(({ code, start, end }) => ({
      code,
      start,
      end,
      origin:
        published.phases.find((phase) => phase.code === code && phase.start === start)?.origin ?? 'declared',
    })),
    events: fiche.events.map((event) => ({ ...event, outcome: null })),
    impacts: fiche.nationalImpacts,
    themes: fiche.themes,
    audiences: fiche.audiences,
    technologies: fiche.technologies,
  };
}
