import type { z } from 'zod';
import type { Award, IncubatorFacts, Network, OrganisationFacts, StartupFacts } from '~/network/facts';
import { isListed } from '~/network/facts';
import { startupsOf } from '~/network/groupings';
import { statisticsAddress } from '~/network/portfolio/portfolio';
import type { BudgetPeriod } from '~/impact/budget/budget';
import type { Amounts } from '~/impact/budget/budget-words';
import type { Metric } from '~/impact/reads.server';
import type { DomainFigures } from '~/impact/standards/figures';
import type { Call } from '~/round/calls/calls.server';
import { callPath, incubatorPath, startupPath } from '~/platform/addresses';
import type { Day } from '~/platform/day';
import { plainText } from '~/platform/document/render.server';
import { currentPhase, inOrder } from '~/startup/life';
import type {
  awardSchema,
  budgetSchema,
  callSchema,
  eventSchema,
  incubatorSchema,
  metricSchema,
  organisationSchema,
  standardsSchema,
  StartupItem,
} from './schemas';

/** A startup as of a day: dated facts until then, undated ones as they are today. */
export function startupItem(startup: StartupFacts, origin: string, on: Day): StartupItem {
  const phase = currentPhase(startup.phases, on);
  return {
    id: startup.publicId,
    nom: startup.title,
    mission: plainText(startup.mission),
    adresse: origin + startupPath(startup.publicId),
    phase: phase?.code ?? null,
    phase_depuis: phase?.start ?? null,
    phases: inOrder(startup.phases)
      .filter(({ start }) => start <= on)
      .map(({ code, start, origin: source }) => ({ code, debut: start, origine: source })),
    incubateurs: startup.incubators
      .filter(isListed)
      .map(({ publicId, title }) => ({ id: publicId, nom: title })),
    organisations: startup.organisations.map(({ publicId, name }) => ({ id: publicId, nom: name })),
    themes: [...startup.themes],
    publics: [...startup.audiences],
    lien: startup.link,
    code_source: startup.repository,
    statistiques: statisticsAddress(startup),
    impact: startup.impactUrl,
    budget: startup.budgetUrl,
    accessibilite: startup.accessibilityStatus,
    financements: startup.awards
      .filter(({ heldOn }) => heldOn === null || heldOn <= on)
      .map(({ program, edition, awarded }) => ({ programme: program, edition, accorde_centimes: awarded })),
    labels_impact_national: startup.impacts.flatMap(({ labelYear, day }) =>
      labelYear !== null && day <= on ? [labelYear] : [],
    ),
  };
}

export const incubatorItem = (
  network: Network,
  incubator: IncubatorFacts,
  origin: string,
): z.infer<typeof incubatorSchema> => ({
  id: incubator.publicId,
  nom: incubator.title,
  adresse: origin + incubatorPath(incubator.publicId),
  site: incubator.website,
  etat: incubator.state,
  startups: startupsOf(network, incubator).length,
});

export const organisationItem = (organisation: OrganisationFacts): z.infer<typeof organisationSchema> => ({
  id: organisation.publicId,
  nom: organisation.name,
  sigle: organisation.acronym,
  domaine_ministeriel: organisation.ministryDomain,
  nature: organisation.kind,
});

export const awardItem = (award: Award): z.infer<typeof awardSchema> => ({
  programme: award.program,
  edition: award.edition,
  annonce_le: award.heldOn,
  startup: award.startupPublicId,
  incubateur: award.incubatorPublicId,
  accorde_centimes: award.awarded,
  verse_centimes: award.paid,
});

export const standardItem = (figures: DomainFigures): z.infer<typeof standardsSchema> => ({
  domaine: figures.domain,
  criteres: figures.criteria,
  repondus: figures.answered,
  avancement: figures.completion,
  conformite: figures.conformity,
});

export const callItem = (call: Call, origin: string): z.infer<typeof callSchema> => ({
  id: call.id,
  programme: call.program,
  titre: call.title,
  adresse: origin + callPath(call.id),
  ouvre: call.opensAt.toISOString(),
  clot: call.closesAt.toISOString(),
  resultats_publies: call.announcedAt?.toISOString() ?? null,
  enveloppe_centimes: call.envelope,
  places: call.places,
  plafond_centimes: call.cap,
  cofinancement_pourcent: call.cofundingPercent,
});

/** What happened and is on public pages, the latest first; what is announced for later is not told yet. */
export const eventItems = (startups: readonly StartupFacts[], on: Day): Array<z.infer<typeof eventSchema>> =>
  startups
    .flatMap(({ publicId, events }) =>
      events
        .filter((event) => event.day <= on)
        .map(({ day, kind, comment }) => ({
          startup: publicId,
          jour: day,
          nature: kind,
          commentaire: comment,
        })),
    )
    .sort((a, b) => b.jour.localeCompare(a.jour) || a.startup.localeCompare(b.startup));

const amountsItem = ({ total, staff, contractors, hosting, other }: Amounts) => ({
  total,
  agents_publics: staff,
  prestations: contractors,
  hebergement: hosting,
  autres: other,
});

export const budgetItem = (period: BudgetPeriod): z.infer<typeof budgetSchema> => ({
  debut: period.start,
  fin: period.end,
  taxes: period.withTax ? 'ttc' : 'ht',
  part_publique: period.publicShare,
  prevu: amountsItem(period.planned),
  depense: amountsItem(period.spent),
});

export const metricItem = (metric: Metric): z.infer<typeof metricSchema> => ({
  id: metric.id,
  nom: metric.name,
  unite: metric.unit,
  definition: metric.definition,
  phare: metric.northStar,
  notion: metric.concept,
  famille: metric.family,
  nature: metric.kind,
  sens: metric.direction,
  cumul: metric.gathering,
  source: metric.source,
  mois: metric.months.map(({ month, value }) => ({ mois: month, valeur: value })),
  cibles: metric.targets.map(({ due, value }) => ({ pour: due, valeur: value })),
  definitions_changees: metric.breaks.map(({ since }) => since),
});
