import type { Indicator, Unit } from './indicator';

/** People are counted, never listed: who they are is nobody's business here. */
const members: Indicator = {
  code: 'membres',
  family: 'activite',
  name: 'Membres actifs',
  rule: 'Personnes dont une mission court le dernier jour. Le nombre seul est montré : la liste des personnes n’est pas publique.',
  unit: 'nombre',
  period: 'fin',
  source: 'missions connues ici',
  measure({ membersByYear }, { year }) {
    const value = membersByYear.get(year) ?? 0;
    return value === 0
      ? { value: null, counted: [], note: 'Aucune mission n’est connue ici à cette date.' }
      : { value, counted: [], note: null };
  },
};

/** Sessions of before Jalons are known only as far as somebody wrote them down. */
const certified = (code: string, name: string, rule: string, period: 'année' | 'fin'): Indicator => ({
  code,
  family: 'activite',
  name,
  rule: `${rule} Le nombre seul est montré.`,
  unit: 'nombre',
  period,
  source: 'décisions des sessions, notées ici',
  measure({ certifiedByYear }, { year }) {
    const value = [...certifiedByYear]
      .filter(([decided]) => (period === 'année' ? decided === year : decided <= year))
      .reduce((sum, [, count]) => sum + count, 0);
    return value === 0
      ? { value: null, counted: [], note: 'Aucune décision d’une session n’est notée ici.' }
      : { value, counted: [], note: null };
  },
});

/** Aggregates that no record of a person holds: entered once a year, with their source. */
const entered = (code: string, name: string, unit: Unit, rule: string): Indicator => ({
  code,
  family: 'finances',
  name,
  rule: `${rule} Jalons ne tient aucune donnée de ce genre sur les personnes : ce chiffre est saisi une fois par an, avec sa source.`,
  unit,
  period: 'année',
  source: 'saisi par l’animation du réseau',
  measure(facts, { year }) {
    const known = facts.entered.get(`${code}/${year}`);
    return known
      ? { value: known.value, counted: [], note: `Source : ${known.source}.` }
      : { value: null, counted: [], note: 'Pas encore saisi pour cette année.' };
  },
});

export const PEOPLE: readonly Indicator[] = [
  entered(
    'nouveaux-agents',
    'Nouvelles personnes agentes publiques impliquées',
    'nombre',
    'Personnes agentes publiques qui ont rejoint une équipe du réseau dans l’année.',
  ),
  entered(
    'part-des-femmes',
    'Part des femmes parmi elles',
    'pourcent',
    'Parmi ces nouvelles personnes, la part des femmes.',
  ),
  members,
  certified(
    'certifications',
    'Certifications de l’intrapreneuriat dans l’année',
    'Personnes à qui une session de l’année a donné la certification.',
    'année',
  ),
  certified(
    'certifications-cumul',
    'Certifications de l’intrapreneuriat depuis le début',
    'Personnes à qui une session a donné la certification, l’année ou avant.',
    'fin',
  ),
];
