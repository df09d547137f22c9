import type { Day } from '~/platform/day';
import { DOMAINS, STANDARDS, type Domain } from './catalogue';

export const ANSWERS = ['oui', 'non', 'sans-objet'] as const;
export type AnswerValue = (typeof ANSWERS)[number];
export const ANSWER_LABELS: Readonly<Record<AnswerValue, string>> = {
  oui: 'Oui',
  non: 'Non',
  'sans-objet': 'Sans objet',
};

export interface StandardAnswer {
  standard: string;
  /** From 1 on. */
  criterion: number;
  answer: AnswerValue;
  reason: string | null;
  evidence: string | null;
  answeredOn: Day;
}

export interface DomainFigures {
  domain: Domain;
  criteria: number;
  answered: number;
  yes: number;
  no: number;
  /** Share of the criteria that have an answer, 0 to 100. */
  completion: number;
  /** Share of yes among yes and no; null while there is neither. */
  conformity: number | null;
}

const figuresOf = (domain: Domain, answers: readonly StandardAnswer[]): DomainFigures => {
  const standards = STANDARDS.filter((one) => one.domain === domain);
  const criteriaOf = new Map(standards.map((one) => [one.id, one.criteria]));
  const mine = answers.filter(({ standard, criterion }) => criterion <= (criteriaOf.get(standard) ?? 0));
  const criteria = standards.reduce((sum, one) => sum + one.criteria, 0);
  const yes = mine.filter(({ answer }) => answer === 'oui').length;
  const no = mine.filter(({ answer }) => answer === 'non').length;
  return {
    domain,
    criteria,
    answered: mine.length,
    yes,
    no,
    completion: Math.round((100 * mine.length) / criteria),
    conformity: yes + no === 0 ? null : Math.round((100 * yes) / (yes + no)),
  };
};

/** Completion and conformity are two figures, domain by domain: a list half filled in says nothing of its conformity. */
export const domainFigures = (answers: readonly StandardAnswer[]): DomainFigures[] =>
  DOMAINS.map((domain) => figuresOf(domain, answers));

/** The same two figures over the whole catalogue, counted by criteria. */
export function wholeFigures(figures: readonly DomainFigures[]): Omit<DomainFigures, 'domain'> {
  const sum = (pick: (one: DomainFigures) => number) => figures.reduce((total, one) => total + pick(one), 0);
  const criteria = sum((one) => one.criteria);
  const [answered, yes, no] = [sum((one) => one.answered), sum((one) => one.yes), sum((one) => one.no)];
  return {
    criteria,
    answered,
    yes,
    no,
    completion: Math.round((100 * answered) / criteria),
    conformity: yes + no === 0 ? null : Math.round((100 * yes) / (yes + no)),
  };
}

/** Facts of a fiche from which an answer may be proposed. */
export interface KnownFacts {
  repository: string | null;
  budgetUrl: string | null;
  dashlordUrl: string | null;
  statsUrl: string | null;
  accessibilityStatus: string | null;
  hasNorthStar: boolean;
  hasPublicBudget: boolean;
}

export interface Proposal {
  standard: string;
  criterion: number;
  evidence: string;
  why: string;
}

/** What data can prove is proposed with its evidence; a human confirms. */
export function proposals(facts: KnownFacts, answers: readonly StandardAnswer[], here: string): Proposal[] {
  const found: Proposal[] = [];
  const propose = (standard: string, evidence: string | null, why: string) => {
    if (evidence === null) return;
    if (answers.some((one) => one.standard === standard && one.criterion === 1)) return;
    found.push({ standard, criterion: 1, evidence, why });
  };
  propose(
    'l-open-source-et-les-communs-numeriques-sont-privilegies',
    facts.repository,
    'L’adresse du code est sur la page.',
  );
  propose(
    'le-produit-suit-ses-bonnes-pratiques-sur-dashlord',
    facts.dashlordUrl,
    'L’adresse DashLord est sur la page.',
  );
  propose(
    'le-produit-communique-sur-son-budget',
    facts.hasPublicBudget ? `${here}/budget` : facts.budgetUrl,
    'Un budget est publié.',
  );
  propose(
    'l-equipe-suit-une-north-star-metric',
    facts.hasNorthStar ? `${here}/impact` : null,
    'Une métrique phare est suivie ici.',
  );
  propose(
    'le-produit-respecte-ses-obligations-declaratives',
    facts.accessibilityStatus === null ? null : here,
    'Le statut d’accessibilité est sur la page.',
  );
  return found;
}
