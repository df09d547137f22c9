import { MetricCurve } from '~/impact/parts/MetricCurve';
import type { ApplicationContents } from '../application/contents';

/** What the program knows that speaks to a line of the grid. */
export type EvidenceKind =
  'mesures' | 'couts' | 'liens' | 'standards' | 'equipe' | 'comite' | 'argent' | 'recompenses' | 'priorites';

/** Which evidence stands beside which line; a line that is not named here shows all of it. */
const BESIDE: Readonly<Record<string, readonly EvidenceKind[]>> = {
  utilite: ['mesures'],
  mesure: ['mesures', 'couts'],
  statistiques: ['liens'],
  standards: ['standards', 'liens'],
  equipe: ['equipe'],
  deploiement: ['mesures'],
  strategie: ['comite'],
  moyens: ['argent'],
  priorite: ['priorites'],
};
const ALL: readonly EvidenceKind[] = [
  'mesures',
  'couts',
  'standards',
  'argent',
  'comite',
  'equipe',
  'recompenses',
  'priorites',
  'liens',
];
export const evidenceFor = (code: string): readonly EvidenceKind[] => BESIDE[code] ?? ALL;

const TITLES: Readonly<Record<EvidenceKind, string>> = {
  mesures: 'Mesures d’impact et d’usage',
  couts: 'Coûts',
  liens: 'Ce qui est publié',
  standards: 'Standards de qualité',
  equipe: 'Équipe',
  comite: 'Dernier comité',
  argent: 'Budget et cofinancement',
  recompenses: 'Financements d’avant, et leurs cibles',
  priorites: 'Politiques prioritaires servies',
};

/** A figure, its curve, its source and its age, always in the same order. */
function Body({ kind, contents }: { kind: EvidenceKind; contents: ApplicationContents }) {
  const { known } = contents;
  switch (kind) {
    case 'mesures':
      return known.metrics.length === 0 ? (
        <p>Aucun chiffre n’est connu.</p>
      ) : (
        <div className="grid grid-cols-1 gap-4 md:grid-cols-2">
          {known.metrics.map((metric) => (
            <figure key={metric.name} className="m-0">
              <figcaption>
                <span className="font-bold">{metric.name}</span>{' '}
                <span className="text-sm text-discret">{metric.kind}</span>
                <span className="nombre block text-xl font-bold">{metric.figure}</span>
                <span className="block text-sm">{metric.change}</span>
              </figcaption>
              <MetricCurve
                months={metric.months}
                targets={metric.targets}
                sentence={metric.sentence}
                small={metric.months.length < 3}
              />
            </figure>
          ))}
        </div>
      );
    case 'couts':
      return known.costs.length === 0 ? (
        <p>Les chiffres connus ne permettent pas de les calculer.</p>
      ) : (
        <ul>
          {known.costs.map(({ label, value, formula }) => (
            <li key={label}>
              {label} : <strong>{value}</strong> <span className="text-sm text-discret">({formula})</span>
            </li>
          ))}
        </ul>
      );
    case 'liens':
      return contents.links.length === 0 ? (
        <p>Aucune adresse n’est connue.</p>
      ) : (
        <ul>
          {contents.links.map(({ label, href }) => (
            <li key={label}>
              {label} :{' '}
              <a href={href} rel="noopener nofollow">
                {href}
              </a>
            </li>
          ))}
        </ul>
      );
    case 'standards':
      return <p>{known.standards}</p>;
    case 'equipe':
      return <p>{known.team}</p>;
    case 'comite':
      return known.last === null ? (
        <p>Aucun comité n’est connu.</p>
      ) : (
        <>
          <p>{known.last.decision}</p>
          {known.last.objectives && <p>{known.last.objectives}</p>}
          {known.last.conditions.length > 0 && (
            <ul>
              {known.last.conditions.map(({ text, state }) => (
                <li key={text}>
                  {text} : {state}
                </li>
              ))}
            </ul>
          )}
        </>
      );
    case 'argent':
      return (
        <>
          <p>{known.budget}</p>
          <p>{contents.cofunding || 'Aucun apport n’est dit.'}</p>
          <p>Sponsor : {contents.sponsor}.</p>
        </>
      );
    case 'recompenses':
      return contents.awards.length === 0 ? (
        <p>C’est une première candidature lauréate possible : aucun financement d’avant n’est connu.</p>
      ) : (
        <ul>
          {contents.awards.map(({ label, words }) => (
            <li key={label}>
              {label} : {words}
            </li>
          ))}
        </ul>
      );
    case 'priorites':
      return contents.priorities.length === 0 ? (
        <p>Aucune politique prioritaire n’est déclarée et confirmée par l’incubateur.</p>
      ) : (
        <ul>
          {contents.priorities.map(({ title, why }) => (
            <li key={title}>
              {title} : {why}
            </li>
          ))}
        </ul>
      );
  }
}

export function EvidencePanels({
  kinds = ALL,
  contents,
  age,
  about,
}: {
  kinds?: readonly EvidenceKind[];
  contents: ApplicationContents;
  /** « figé le 10 février 2026 »: when these figures were what they say. */
  age: string;
  /** What the panels stand beside, for who hears their names out of place. */
  about?: string;
}) {
  return kinds.map((kind) => (
    <details key={kind} className="preuve mb-2">
      <summary
        className="lien cursor-pointer text-sm"
        aria-label={about ? `${TITLES[kind]}, pour ${about}` : undefined}
      >
        {TITLES[kind]}
      </summary>
      <div className="carte mt-2 text-sm">
        <Body kind={kind} contents={contents} />
        <p className="regle mt-2">Source : Jalons, {age}.</p>
      </div>
    </details>
  ));
}
