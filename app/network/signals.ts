import { formatDay, formatDaysAsMonths, formatMonths, formatNumber, ofName } from '~/design/formats';
import { campaignAt } from '~/impact/budget/budget';
import { monthsBetween } from '~/platform/calendar';
import { addDays, daysBetween, type Day } from '~/platform/day';
import { fallenSigns, type FollowUp } from '~/committee/handover/followups';
import { SUCCESS_SIGNS } from '~/committee/handover/vocabulary';
import type { HeldFacts } from '~/committee/reads.server';
import { LONGEST_MONTHS, type Cap } from '~/committee/coaching/caps';
import { nextCommittee, PLANNING_DAYS } from '~/committee/schedule';
import { expectedAt, type Expectation } from '~/startup/expectations';
import { currentPhase } from '~/startup/life';
import { LIFECYCLE, type PhaseCode } from '~/startup/rules';
import type { StartupFacts } from './facts';

/** To whom a signal speaks. */
export type Audience = 'team' | 'coach' | 'incubator';
export const AUDIENCE_LABELS: Readonly<Record<Audience, string>> = {
  team: 'l’équipe',
  coach: 'le coaching',
  incubator: 'l’incubateur',
};

/** What is known of one startup when its signals are asked for. */
export interface SignalFacts {
  startup: StartupFacts;
  /** The last time that somebody changed the page or said that it is true. */
  lastUpdate: Day;
  missions: ReadonlyArray<{ id: string; personId: string; name: string; until: Day | null }>;
  openReports: number;
  openRequests: number;
  /** A version of the network waits beside a page edited here. */
  proposal: boolean;
  expectations: readonly Expectation[];
  /** Since when its incubators hold their committees here; null when they do not. */
  committeesSince: Day | null;
  held: HeldFacts;
  /** What hosts said, or have still to say, after the exit. */
  followUps: readonly FollowUp[];
  /** What its metrics say of themselves. */
  measures: {
    /** Those without a value for two of their periods. */
    late: readonly string[];
    /** Whether anybody's use was ever measured. */
    used: boolean;
    /** Those whose address answers no more, with the last day on which it did. */
    silent: ReadonlyArray<{ name: string; since: Day | null }>;
  };
  /** Whether its budget was published since the campaign of the day opened. */
  budgetPublished: boolean;
  /** Days in the present phase, when that is longer than three quarters of the network's stays; else null. */
  longStay: { days: number; thirdQuartile: number } | null;
  /** The last day on which a quality standard was answered; null when none was. */
  standardsAnsweredOn: Day | null;
  /** Until when its security is accredited; null when nobody dated it. */
  accreditedUntil: Day | null;
  /** What was learnt from its stop is published, or kept back with a reason. */
  stopTold: boolean;
  /** Coaching against its limits; null cap where none holds in this phase. */
  coaching: { cap: Cap | null; days: number; since: Day | null };
  /** Commitments made for a support, that are to be read again. */
  reviews: ReadonlyArray<{ what: string; due: Day }>;
  /** What committees asked and nobody settled yet. */
  conditions: ReadonlyArray<{ text: string; owner: string; due: Day }>;
}

export interface SignalFound {
  /** What is the matter, in one sentence. */
  sentence: string;
  /** Why it is asked. */
  why: string;
  /** Where it is settled, below the startup's page. */
  path: string;
  /** When it is due, where it is. */
  due: Day | null;
}

interface SignalRule {
  code: string;
  /** The rule, as the help page tells it. */
  rule: string;
  /** The threshold, in words; the number below it is the one that counts. */
  threshold: string;
  to: readonly Audience[];
  /** From which phase it speaks; null for any. */
  from: PhaseCode | null;
  /** What silences it. */
  silencedBy: string;
  find(facts: SignalFacts, today: Day): SignalFound[];
}

/** From here on a page that nobody read again is said to be old. */
export const STALE_MONTHS = 6;
const ENDING_DAYS = 30;
const UNCONFIRMED_DAYS = 60;
const CONDITION_DAYS = 14;
const FOLLOWUP_DAYS = 30;
const FIRST_USE_MONTHS = 2;
const ACCREDITATION_DAYS = 90;
const STANDARDS_MONTHS = 12;
const LEARNT_DAYS = 30;
const REVIEW_DAYS = 14;

/** Every signal of the product: pages, mails and help read this one table; later pieces add their rows. */
export const SIGNALS: readonly SignalRule[] = [
  {
    code: 'fiche-incomplete',
    rule: 'À chaque phase, certaines informations sont attendues sur la page.',
    threshold: 'dès l’entrée dans la phase',
    to: ['team', 'coach', 'incubator'],
    from: 'investigation',
    silencedBy: 'remplir le champ',
    find: ({ startup, expectations }, today) => {
      const phase = currentPhase(startup.phases, today);
      if (phase === null) return [];
      return expectedAt(expectations, phase.code, startup)
        .filter(({ held }) => !held)
        .map(({ label, why, field }) => ({
          sentence: label,
          why,
          path: `modifier/${field.section}#${field.key}`,
          due: null,
        }));
    },
  },
  {
    code: 'premier-usage',
    rule: 'Le manuel attend la première personne avant la fin du deuxième mois de construction.',
    threshold: `${FIRST_USE_MONTHS} mois de construction sans aucun usage mesuré`,
    to: ['team', 'coach', 'incubator'],
    from: 'construction',
    silencedBy: 'une valeur d’usage, même petite',
    find({ startup, measures }, today) {
      const phase = currentPhase(startup.phases, today);
      const months = phase?.code === 'construction' ? monthsBetween(phase.start, today) : 0;
      if (months < FIRST_USE_MONTHS || measures.used) return [];
      return [
        {
          sentence: `${formatMonths(months)} de construction, aucun usage mesuré`,
          why: 'Une première personne qui se sert du service vaut mieux que toutes les hypothèses : comptez-la.',
          path: 'impact/modifier',
          due: null,
        },
      ];
    },
  },
  {
    code: 'phase-longue',
    rule: 'Une phase plus longue que les trois quarts de celles du réseau mérite une question au prochain comité.',
    threshold: 'trois quarts des durées du réseau, sur dix cas au moins',
    to: ['team', 'coach', 'incubator'],
    from: 'investigation',
    silencedBy: 'un changement de phase',
    find: ({ longStay }) =>
      longStay === null
        ? []
        : [
            {
              sentence: `Phase longue : ${formatDaysAsMonths(longStay.days)}, les trois quarts en sortent avant ${formatDaysAsMonths(longStay.thirdQuartile)}`,
              why: 'Ce n’est pas un reproche : une durée longue a ses raisons, un comité les entend.',
              path: 'interieur',
              due: null,
            },
          ],
  },
  {
    code: 'mesure-en-retard',
    rule: 'Une mesure sans valeur depuis deux périodes ne prouve plus rien.',
    threshold: 'deux périodes de la mesure',
    to: ['team'],
    from: null,
    silencedBy: 'une valeur, ou retirer la mesure',
    find: ({ measures }) =>
      measures.late.map((name) => ({
        sentence: `${name} : deux périodes sans valeur`,
        why: 'Le prochain comité lira cette courbe : donnez-lui ses derniers points.',
        path: 'impact/valeurs',
        due: null,
      })),
  },
  {
    code: 'statistiques-muettes',
    rule: 'Une adresse de statistiques qui ne répond plus laisse la courbe s’arrêter sans bruit.',
    threshold: 'à la dernière demande',
    to: ['team'],
    from: null,
    silencedBy: 'une réponse lisible',
    find: ({ measures }) =>
      measures.silent.map(({ name, since }) => ({
        sentence: `${name} : l’adresse des statistiques ne répond plus`,
        why:
          since === null
            ? 'Elle n’a jamais répondu.'
            : `La dernière réponse lisible est du ${formatDay(since)}.`,
        path: 'impact/modifier',
        due: null,
      })),
  },
  {
    code: 'budget-a-publier',
    rule: 'Le budget se publie deux fois par an, en janvier et en juin.',
    threshold: 'à la fin de la campagne',
    to: ['team', 'incubator'],
    from: 'construction',
    silencedBy: 'publier le budget',
    find({ startup, budgetPublished }, today) {
      const phase = currentPhase(startup.phases, today);
      const campaign = campaignAt(today);
      const isExpected =
        phase !== null &&
        LIFECYCLE[phase.code].kind === 'phase' &&
        phase.code !== 'investigation' &&
        phase.start < campaign.opens;
      if (!isExpected || budgetPublished || today <= campaign.closes) return [];
      return [
        {
          sentence: `Budget pas publié à la campagne de ${campaign.label.toLowerCase()}`,
          why: 'L’argent public se montre, même quand il est petit : cinq lignes suffisent.',
          path: 'budget/modifier',
          due: null,
        },
      ];
    },
  },
  {
    code: 'fiche-ancienne',
    rule: 'Une page que personne n’a relue depuis six mois n’est plus sûre.',
    threshold: `${STALE_MONTHS} mois sans modification ni confirmation`,
    to: ['team', 'incubator'],
    from: 'investigation',
    silencedBy: 'modifier la page, ou dire que rien n’a changé',
    find: ({ startup, lastUpdate }, today) => {
      const phase = currentPhase(startup.phases, today);
      const months = monthsBetween(lastUpdate, today);
      if (phase === null || !LIFECYCLE[phase.code].active || months < STALE_MONTHS) return [];
      return [
        {
          sentence: `Page inchangée depuis ${formatMonths(months)}`,
          why: 'Le public, les sponsors et les comités lisent cette page : relisez-la, ou confirmez que rien n’a changé.',
          path: 'modifier',
          due: null,
        },
      ];
    },
  },
  {
    code: 'mission-finit',
    rule: 'Une mission qui finit emporte les droits de la personne avec elle.',
    threshold: `${ENDING_DAYS} jours avant la fin`,
    to: ['team', 'incubator'],
    from: null,
    silencedBy: 'prolonger la mission, ou la laisser finir',
    find: ({ missions }, today) =>
      missions
        .filter(({ until }) => until !== null && until >= today && until <= addDays(today, ENDING_DAYS))
        .map(({ name, until }) => ({
          sentence: `La mission ${ofName(name)} finit le ${formatDay(until!)}`,
          why: 'Un clic la prolonge de six mois ; sinon ses accès s’arrêtent sept jours après.',
          path: 'equipe',
          due: until,
        })),
  },
  {
    code: 'phase-non-confirmee',
    rule: 'Une phase déclarée par l’équipe attend la décision d’un comité.',
    threshold: `${UNCONFIRMED_DAYS} jours après son début`,
    to: ['team', 'coach', 'incubator'],
    from: 'construction',
    silencedBy: 'la décision d’un comité',
    find: ({ startup, committeesSince }, today) => {
      const phase = currentPhase(startup.phases, today);
      if (phase === null || phase.origin !== 'declared' || phase.code === 'investigation') return [];
      // Phases of before an incubator held its committees here were never to be confirmed here.
      if (committeesSince === null || phase.start < committeesSince) return [];
      const days = daysBetween(phase.start, today);
      if (days < UNCONFIRMED_DAYS) return [];
      return [
        {
          sentence: `${LIFECYCLE[phase.code].label} déclarée depuis ${days} jours, sans comité`,
          why: 'Les chiffres publics comptent cette phase ; un comité la confirme ou la corrige.',
          path: 'modifier/phases',
          due: null,
        },
      ];
    },
  },
  {
    code: 'comite-a-tenir',
    rule: 'Un comité décide tous les six mois au plus, et un mois avant la fin de l’argent. Ne parle que là où l’incubateur tient ses comités dans Jalons.',
    threshold: `${PLANNING_DAYS} jours avant la date`,
    to: ['team', 'coach', 'incubator'],
    from: 'investigation',
    silencedBy: 'planifier le comité, ou noter celui qui a eu lieu',
    find: ({ startup, held, committeesSince }, today) => {
      const phase = currentPhase(startup.phases, today);
      if (committeesSince === null || phase === null || LIFECYCLE[phase.code].kind !== 'phase') return [];
      const next = nextCommittee({ phase, ...held });
      if (next === null || held.planned !== null || next.due > addDays(today, PLANNING_DAYS)) return [];
      return [
        {
          sentence: `Comité à tenir avant le ${formatDay(next.due)}`,
          why: `${next.because.charAt(0).toUpperCase()}${next.because.slice(1)}.`,
          path: 'comites',
          due: next.due,
        },
      ];
    },
  },
  {
    code: 'condition-a-tenir',
    rule: 'Une condition posée par un comité arrive à échéance.',
    threshold: `${CONDITION_DAYS} jours avant l’échéance`,
    to: ['team', 'coach', 'incubator'],
    from: null,
    silencedBy: 'dire comment elle a fini',
    find: ({ conditions }, today) =>
      conditions
        .filter(({ due }) => due <= addDays(today, CONDITION_DAYS))
        .map(({ text, due }) => ({
          sentence: `Condition du comité${due < today ? ', échéance passée' : ''} : ${text}`,
          why: `Pour le ${formatDay(due)} ; ce qui n’est pas tenu revient au prochain comité.`,
          path: 'comites#conditions',
          due,
        })),
  },
  {
    code: 'homologation-echue',
    rule: 'Une homologation de sécurité vaut pour un temps : elle se décide de nouveau avant sa fin.',
    threshold: `${ACCREDITATION_DAYS} jours avant son dernier jour`,
    to: ['team', 'incubator'],
    from: null,
    silencedBy: 'dater la nouvelle décision',
    find({ startup, accreditedUntil }, today) {
      const phase = currentPhase(startup.phases, today);
      const isUsed = phase !== null && LIFECYCLE[phase.code].active;
      if (!isUsed || accreditedUntil === null || accreditedUntil > addDays(today, ACCREDITATION_DAYS))
        return [];
      const over = accreditedUntil < today;
      return [
        {
          sentence: over
            ? `Homologation de sécurité échue depuis le ${formatDay(accreditedUntil)}`
            : `L’homologation de sécurité finit le ${formatDay(accreditedUntil)}`,
          why: 'Une nouvelle décision demande des semaines : la démarche se reprend avant la fin.',
          path: 'homologation',
          due: accreditedUntil,
        },
      ];
    },
  },
  {
    code: 'plafond-de-coaching',
    rule: 'Le coaching d’une phase a un plafond de jours ; au-delà, ce n’en est plus.',
    threshold:
      '20 jours en investigation ; 40 puis 25 en construction ; 25 en accélération ; 15 en consolidation',
    to: ['coach', 'incubator'],
    from: 'investigation',
    silencedBy: 'la période suivante, ou corriger les jours notés',
    find: ({ coaching: { cap, days } }) =>
      cap === null || days <= cap.days
        ? []
        : [
            {
              sentence: `Coaching : ${formatNumber(days)} jours notés, plafond ${cap.words}`,
              why: 'Parlez-en au prochain comité : l’équipe a-t-elle besoin d’une personne de plus ?',
              path: 'accompagnement',
              due: null,
            },
          ],
  },
  {
    code: 'coaching-de-deux-ans',
    rule: 'Au-delà de deux ans sur un même produit, on n’accompagne plus sans raison écrite.',
    threshold: `${LONGEST_MONTHS} mois d’une même mission de coaching`,
    to: ['coach', 'incubator'],
    from: 'investigation',
    silencedBy: 'passer la main, ou laisser finir la mission',
    find: ({ coaching: { since } }, today) =>
      since === null || monthsBetween(since, today) < LONGEST_MONTHS
        ? []
        : [
            {
              sentence: `Le même coaching depuis ${formatMonths(monthsBetween(since, today))}`,
              why: 'Un regard neuf voit ce que l’on ne voit plus ; ou écrivez pourquoi continuer.',
              path: 'accompagnement',
              due: null,
            },
          ],
  },
  {
    code: 'contrat-a-revoir',
    rule: 'Un contrat de réussite se revoit à la date convenue.',
    threshold: `${REVIEW_DAYS} jours avant la date`,
    to: ['coach', 'incubator'],
    from: null,
    silencedBy: 'donner une nouvelle date, ou l’effacer',
    find: ({ reviews }, today) =>
      reviews
        .filter(({ due }) => due <= addDays(today, REVIEW_DAYS))
        .map(({ what, due }) => ({
          sentence: `Contrat de réussite à revoir : ${what}`,
          why: `La date convenue est le ${formatDay(due)}.`,
          path: 'soutiens',
          due,
        })),
  },
  {
    code: 'standards-a-relire',
    rule: 'Les réponses aux standards de qualité se relisent chaque année.',
    threshold: `${STANDARDS_MONTHS} mois sans aucune nouvelle réponse`,
    to: ['team', 'coach'],
    from: 'construction',
    silencedBy: 'une réponse, même la même',
    find({ startup, standardsAnsweredOn }, today) {
      const phase = currentPhase(startup.phases, today);
      if (phase === null || !LIFECYCLE[phase.code].active || standardsAnsweredOn === null) return [];
      if (monthsBetween(standardsAnsweredOn, today) < STANDARDS_MONTHS) return [];
      return [
        {
          sentence: 'Les standards de qualité sont à relire',
          why: `La dernière réponse est du ${formatDay(standardsAnsweredOn)} ; un service change plus vite.`,
          path: 'standards',
          due: null,
        },
      ];
    },
  },
  {
    code: 'retour-a-publier',
    rule: 'Ce qu’un arrêt a appris se publie, ou se garde pour une raison écrite. Ne parle que là où l’incubateur tient ses comités dans Jalons.',
    threshold: `${LEARNT_DAYS} jours après l’arrêt`,
    to: ['team', 'coach', 'incubator'],
    from: 'abandon',
    silencedBy: 'publier le retour d’expérience, ou dire pourquoi il est gardé',
    find({ startup, stopTold, committeesSince }, today) {
      const phase = currentPhase(startup.phases, today);
      if (phase?.code !== 'abandon' || stopTold || committeesSince === null) return [];
      // What stopped before an incubator held its committees here was told elsewhere, or not at all.
      if (phase.start < committeesSince || addDays(phase.start, LEARNT_DAYS) > today) return [];
      return [
        {
          sentence: `Arrêt du ${formatDay(phase.start)} : le retour d’expérience n’est pas publié`,
          why: 'Les équipes suivantes apprennent de ce qui n’a pas marché, si quelqu’un l’écrit.',
          path: 'arret',
          due: null,
        },
      ];
    },
  },
  {
    code: 'suivi-sans-reponse',
    rule: 'Six, douze et vingt-quatre mois après la sortie, l’administration d’accueil dit comment va le service.',
    threshold: `${FOLLOWUP_DAYS}\u00a0jours après la date du suivi`,
    to: ['incubator'],
    from: 'opere',
    silencedBy: 'la réponse de l’administration d’accueil',
    find: ({ followUps }, today) =>
      followUps
        .filter(({ answers, due }) => answers === null && addDays(due, FOLLOWUP_DAYS) <= today)
        .map(({ months, due }) => ({
          sentence: `Suivi à ${months}\u00a0mois sans réponse`,
          why: `Il était attendu le ${formatDay(due)}\u00a0; redemandez-le, ou appelez.`,
          path: 'passage-de-relais#suivis',
          due,
        })),
  },
  {
    code: 'signes-en-baisse',
    rule: 'Un des cinq signes d’un passage de relais réussi ne tient plus, selon l’administration d’accueil.',
    threshold: 'dès la réponse',
    to: ['incubator'],
    from: 'opere',
    silencedBy: 'une réponse meilleure au suivi d’après',
    find: ({ followUps }) => {
      const fallen = fallenSigns(followUps);
      return fallen.length === 0
        ? []
        : [
            {
              sentence:
                fallen.length === 1
                  ? 'Un signe de réussite ne tient plus après la sortie'
                  : `${fallen.length} signes de réussite ne tiennent plus après la sortie`,
              why: fallen.map((sign) => SUCCESS_SIGNS[sign]).join(' ; '),
              path: 'passage-de-relais#suivis',
              due: null,
            },
          ];
    },
  },
  {
    code: 'phase-absente',
    rule: 'Une startup sans phase datée n’apparaît dans aucun compte.',
    threshold: 'tout de suite',
    to: ['team', 'incubator'],
    from: null,
    silencedBy: 'dater une phase',
    find: ({ startup }, today) =>
      currentPhase(startup.phases, today) === null
        ? [
            {
              sentence: 'Aucune phase n’a commencé',
              why: 'Sans elle, ni la page ni les listes ne disent où en est la startup.',
              path: 'modifier/phases',
              due: null,
            },
          ]
        : [],
  },
  {
    code: 'erreur-signalee',
    rule: 'Une personne du public a signalé une erreur sur la page.',
    threshold: 'tout de suite',
    to: ['team', 'incubator'],
    from: null,
    silencedBy: 'dire que c’est réglé',
    find: ({ openReports }) =>
      openReports === 0
        ? []
        : [
            {
              sentence:
                openReports === 1 ? 'Une erreur est signalée' : `${openReports} erreurs sont signalées`,
              why: 'Quelqu’un a pris le temps de l’écrire.',
              path: 'interieur#signalements',
              due: null,
            },
          ],
  },
  {
    code: 'acces-demande',
    rule: 'Une personne demande à rejoindre l’équipe.',
    threshold: 'tout de suite',
    to: ['team', 'incubator'],
    from: null,
    silencedBy: 'accepter ou refuser la demande',
    find: ({ openRequests }) =>
      openRequests === 0
        ? []
        : [
            {
              sentence:
                openRequests === 1
                  ? 'Une demande d’accès attend'
                  : `${openRequests} demandes d’accès attendent`,
              why: 'La personne ne peut rien faire avant votre réponse.',
              path: 'equipe#demandes',
              due: null,
            },
          ],
  },
  {
    code: 'version-du-reseau',
    rule: 'Le contenu du réseau et la page ont changé chacun de leur côté.',
    threshold: 'au prochain import',
    to: ['team', 'incubator'],
    from: null,
    silencedBy: 'choisir, champ par champ',
    find: ({ proposal }) =>
      proposal
        ? [
            {
              sentence: 'Une autre version attend votre choix',
              why: 'Rien n’a été écrasé : comparez et choisissez.',
              path: 'proposition',
              due: null,
            },
          ]
        : [],
  },
];

export type Signal = SignalFound & { code: string };

/** What speaks to these readers today, what has a date first. */
export const signalsFor = (facts: SignalFacts, audience: readonly Audience[], today: Day): Signal[] =>
  SIGNALS.filter(({ to }) => to.some((reader) => audience.includes(reader)))
    .flatMap(({ code, find }) => find(facts, today).map((found) => ({ code, ...found })))
    .sort((a, b) => (a.due ?? '9').localeCompare(b.due ?? '9'));
