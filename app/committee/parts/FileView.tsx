import { MetricCurve } from '~/impact/parts/MetricCurve';
import { formatDay } from '~/design/formats';
import { LifeLine } from '~/startup/parts/LifeLine';
import type { Day } from '~/platform/day';
import { stretchesOf } from '~/startup/life';
import { LIFECYCLE } from '~/startup/rules';
import type { FileChange, FileContents } from '../file/contents';
import { AskPanel } from './AskPanel';

const Text = ({ text, empty }: { text: string; empty: string }) => (
  <p className="m-0 whitespace-pre-wrap">{text === '' ? empty : text}</p>
);

function Changes({ changes, frozenOn }: { changes: readonly FileChange[]; frozenOn: string }) {
  if (changes.length === 0) return null;
  return (
    <section aria-labelledby="changements" className="carte mt-6">
      <h2 id="changements" className="m-0 mb-2 text-lg">
        Ce qui a changé depuis le {frozenOn}
      </h2>
      <dl className="m-0">
        {changes.map((change) => (
          <div key={change.label} className="mb-2">
            <dt className="font-bold">{change.label}</dt>
            <dd className="m-0">
              <del>{change.before || 'rien'}</del> <span aria-hidden="true">→</span>{' '}
              <ins>{change.now || 'rien'}</ins>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

/** A committee file, four pages when printed: the ask first, then the startup, its impact, and what it needs to last. */
export function FileView({
  contents,
  changes,
  frozenOn,
  today,
}: {
  contents: FileContents;
  changes: readonly FileChange[];
  /** The day on which it was frozen; null while it still follows what is known. */
  frozenOn: string | null;
  today: Day;
}) {
  const life = stretchesOf(contents.phases.filter(({ start }) => start <= today));
  return (
    <>
      <p className="text-xl">
        <strong>{contents.status}.</strong> {contents.mission}
      </p>
      <AskPanel contents={contents} />
      {frozenOn && <Changes changes={changes} frozenOn={frozenOn} />}
      <section aria-labelledby="probleme" className="nouvelle-page mt-10">
        <h2 id="probleme">Le problème</h2>
        <Text text={contents.problem} empty="La page publique ne le dit pas encore." />
        {life.length > 0 && (
          <div className="mt-6">
            <LifeLine
              data={{ stretches: life, marks: [], today }}
              sentence={`Ligne de vie : ${life.map(({ code, start }) => `${LIFECYCLE[code].label.toLowerCase()} à partir du ${formatDay(start)}`).join(', ')}.`}
            />
          </div>
        )}
        <h2 className="mt-8">Les six derniers mois</h2>
        <Text text={contents.done} empty="L’équipe ne l’a pas encore écrit." />
      </section>
      <section aria-labelledby="impact-dossier" className="nouvelle-page mt-10">
        <h2 id="impact-dossier">Ce que le service change</h2>
        {contents.metrics.length === 0 ? (
          <p>Aucun chiffre n’est encore connu.</p>
        ) : (
          <div className="grid grid-cols-1 gap-6 md:grid-cols-2">
            {contents.metrics.map((metric) => (
              <figure key={metric.name} className="carte m-0">
                <figcaption>
                  <span className="font-bold">{metric.name}</span>{' '}
                  <span className="text-sm text-discret">{metric.kind}</span>
                  <span className="nombre block text-2xl leading-8 font-bold">{metric.figure}</span>
                  <span className="block text-sm">{metric.change}</span>
                  {metric.targets.map(({ words }) => (
                    <span key={words} className="block text-sm">
                      Visé : {words}
                    </span>
                  ))}
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
        )}
      </section>
      <section aria-labelledby="durer" className="nouvelle-page mt-10">
        <h2 id="durer">Les six prochains mois</h2>
        <Text text={contents.next} empty="L’équipe ne l’a pas encore écrit." />
        {contents.ask.hypotheses && (
          <>
            <h3>Hypothèses à valider</h3>
            <Text text={contents.ask.hypotheses} empty="" />
          </>
        )}
        <h2 className="mt-8">Les moyens</h2>
        <dl className="m-0 grid grid-cols-1 gap-4 sm:grid-cols-3">
          {(
            [
              ['Budget', contents.budget],
              ['Équipe', contents.team],
              ['Standards de qualité', contents.standards],
            ] as const
          ).map(([label, words]) => (
            <div key={label} className="carte">
              <dt className="font-bold">{label}</dt>
              <dd className="m-0">{words}</dd>
            </div>
          ))}
        </dl>
        {contents.last && contents.last.conditions.length > 0 && (
          <>
            <h2 className="mt-8">Conditions du comité du {formatDay(contents.last.day)}</h2>
            <table className="tableau empile">
              <caption className="sr-only">Conditions du dernier comité</caption>
              <thead>
                <tr>
                  <th scope="col">Condition</th>
                  <th scope="col">Échéance</th>
                  <th scope="col">État</th>
                  <th scope="col">Preuve</th>
                </tr>
              </thead>
              <tbody>
                {contents.last.conditions.map((one) => (
                  <tr key={one.text}>
                    <th scope="row" className="font-normal">
                      {one.text}
                    </th>
                    <td data-label="Échéance">{formatDay(one.due)}</td>
                    <td data-label="État">{one.state}</td>
                    <td data-label="Preuve" className="wrap-anywhere">
                      {one.evidence || '–'}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </>
        )}
      </section>
    </>
  );
}
