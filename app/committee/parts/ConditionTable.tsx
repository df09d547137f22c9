import { Link } from '@remix-run/react';
import type { ReactNode } from 'react';

export interface ShownCondition {
  id: string;
  text: string;
  owner: string;
  /** Open, and its owner is nobody known here: no reminder leaves. */
  unreminded: boolean;
  due: string;
  late: boolean;
  state: string;
  open: boolean;
  /** The metric that measures it, with its last figure. */
  measure: string | null;
  reached: boolean;
  evidenceUrl: string | null;
  evidenceNote: string | null;
  evidenceFile: { name: string; href: string } | null;
  reason: string | null;
  startup: { title: string; path: string };
  /** Who asked it, and when. */
  askedBy: string;
  version: number;
}

/** What committees asked for, the open ones first. `acts` are what the reader may do with one of them. */
export function ConditionTable({
  conditions,
  caption,
  named = false,
  acts,
}: {
  conditions: readonly ShownCondition[];
  caption: string;
  /** Whether lines say of which startup they are. */
  named?: boolean;
  acts?: (condition: ShownCondition) => ReactNode;
}) {
  return (
    <table className="tableau empile">
      <caption>{caption}</caption>
      <thead>
        <tr>
          {named && <th scope="col">Startup</th>}
          <th scope="col">Condition</th>
          <th scope="col">Qui</th>
          <th scope="col">Échéance</th>
          <th scope="col">État et preuve</th>
          {acts && (
            <th scope="col">
              <span className="sr-only">Actions</span>
            </th>
          )}
        </tr>
      </thead>
      <tbody>
        {conditions.map((condition) => (
          <tr key={condition.id}>
            {named && (
              <th scope="row" className="font-normal">
                <Link to={condition.startup.path}>{condition.startup.title}</Link>
              </th>
            )}
            <td data-label="Condition">
              {condition.text}
              <span className="block text-sm text-discret">{condition.askedBy}</span>
            </td>
            <td data-label="Qui">
              {condition.owner}
              {condition.unreminded && <span className="block text-sm text-discret">sans rappel</span>}
            </td>
            <td data-label="Échéance">
              {condition.due}
              {condition.late && <strong className="block">échéance passée</strong>}
            </td>
            <td data-label="État et preuve">
              <strong>{condition.state}</strong>
              {condition.reason && <span className="block text-sm">{condition.reason}</span>}
              {condition.measure && <span className="block text-sm">{condition.measure}</span>}
              {condition.open && condition.reached && (
                <span className="block text-sm font-medium">La cible est atteinte : à confirmer.</span>
              )}
              {condition.evidenceNote && <span className="block text-sm">{condition.evidenceNote}</span>}
              {condition.evidenceFile && (
                <a href={condition.evidenceFile.href} download className="block text-sm">
                  {condition.evidenceFile.name}
                </a>
              )}
              {condition.evidenceUrl && (
                <a
                  href={condition.evidenceUrl}
                  rel="noopener nofollow"
                  className="block text-sm wrap-anywhere"
                >
                  {condition.evidenceUrl}
                </a>
              )}
            </td>
            {acts && <td>{acts(condition)}</td>}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** The conditions of many startups, on the page and as a file. */
export function ConditionsToTakeAway({
  conditions,
  path,
}: {
  conditions: readonly ShownCondition[];
  /** Whose they are: the file stands below it. */
  path: string;
}) {
  return (
    <>
      <ConditionTable conditions={conditions} caption="Les ouvertes d’abord, par échéance" named />
      <p className="sans-impression mt-4">
        <a href={`${path}/conditions.csv`} download>
          Télécharger en CSV
        </a>
      </p>
    </>
  );
}
