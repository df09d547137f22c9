import type { MetaFunction } from '@remix-run/node';
import { OUTCOME_CODES, OUTCOMES, outcomesFrom } from '~/committee/outcomes';
import { Breadcrumb } from '~/design/Breadcrumb';
import { PhaseBadge } from '~/startup/parts/PhaseBadge';
import { LIFECYCLE, PHASE_CODES } from '~/startup/rules';
import { PUBLIC_PAGE } from './answers.server';
import { pageMeta, siteOf } from './metadata';

export const headers = () => PUBLIC_PAGE;
export const loader = () => null;

export const meta: MetaFunction = ({ matches }) =>
  pageMeta(siteOf(matches), {
    title: 'D’une phase à l’autre',
    description: 'Qui décide qu’une phase commence, ce qui est attendu avant, ce que cela entraîne.',
    path: '/aide/cycle-de-vie',
  });

const Lines = ({ lines }: { lines: readonly string[] }) => (
  <ul className="m-0 pl-4">
    {lines.map((line) => (
      <li key={line}>{line}</li>
    ))}
  </ul>
);

/** Drawn from the tables that the program itself obeys. */
export default function HelpLifecycle() {
  return (
    <div className="page py-10">
      <Breadcrumb path={[{ label: 'Aide', to: '/aide' }]} here="D’une phase à l’autre" />
      <h1>D’une phase à l’autre</h1>
      <p className="max-w-3xl text-lg">
        Une phase commence par la décision d’un comité. Une équipe peut aussi la déclarer : elle compte tout
        de suite, et le comité suivant la confirme ou la corrige. Rien n’oblige à passer par toutes les
        phases, une phase peut revenir, une accélération peut en suivre une autre.
      </p>
      <table className="tableau empile">
        <caption>Les huit phases et états</caption>
        <thead>
          <tr>
            <th scope="col">Phase</th>
            <th scope="col">Qui décide</th>
            <th scope="col">Ce qui est attendu avant</th>
            <th scope="col">Ce que cela entraîne</th>
          </tr>
        </thead>
        <tbody>
          {PHASE_CODES.map((code) => LIFECYCLE[code]).map((rule) => (
            <tr key={rule.code}>
              <th scope="row" className="font-normal">
                <PhaseBadge code={rule.code} />
              </th>
              <td data-label="Qui décide">{rule.decides}</td>
              <td data-label="Attendu avant">
                <Lines lines={rule.expects} />
              </td>
              <td data-label="Entraîne">
                <Lines lines={rule.causes} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <h2 className="mt-10">Ce qu’un comité peut décider</h2>
      <table className="tableau empile">
        <caption>Selon la phase dans laquelle est la startup</caption>
        <thead>
          <tr>
            <th scope="col">Décision</th>
            <th scope="col">Ce que lit le public</th>
            <th scope="col">Depuis</th>
          </tr>
        </thead>
        <tbody>
          {OUTCOME_CODES.map((outcome) => (
            <tr key={outcome}>
              <th scope="row" className="font-normal">
                {OUTCOMES[outcome].label}
              </th>
              <td data-label="Public">{OUTCOMES[outcome].public}.</td>
              <td data-label="Depuis">
                {PHASE_CODES.filter((code) => outcomesFrom(code).includes(outcome))
                  .map((code) => LIFECYCLE[code].label.toLowerCase())
                  .join(', ')}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
