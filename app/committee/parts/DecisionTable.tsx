import { Link } from '@remix-run/react';

export interface ShownDecision {
  id: string;
  startup: { title: string; path: string };
  path: string;
  day: string;
  kind: string;
  decision: string;
  money: string;
  objectives: string;
}

/** Decisions, the latest first. `named` says of which startup, for readers who do not open committees. */
export function DecisionTable({
  decisions,
  named = false,
}: {
  decisions: readonly ShownDecision[];
  named?: boolean;
}) {
  return (
    <table className="tableau empile">
      <caption>La plus récente d’abord</caption>
      <thead>
        <tr>
          <th scope="col">{named ? 'Startup' : 'Date'}</th>
          <th scope="col">Comité</th>
          <th scope="col">Décision</th>
          <th scope="col">Argent</th>
        </tr>
      </thead>
      <tbody>
        {decisions.map((one) => (
          <tr key={one.id}>
            <th scope="row" className="font-normal">
              {named ? (
                <Link to={one.startup.path}>{one.startup.title}</Link>
              ) : (
                <Link to={one.path}>{one.day}</Link>
              )}
            </th>
            <td data-label="Comité">
              {one.kind}
              {named && <span className="block text-sm text-discret">{one.day}</span>}
            </td>
            <td data-label="Décision">
              {one.decision}
              {one.objectives && <span className="block text-sm text-discret">{one.objectives}</span>}
            </td>
            <td data-label="Argent">{one.money}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
