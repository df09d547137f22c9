import type { EligibilityLine } from '../certification/eligibility';

/** Each condition with what is known of it. */
export function EligibilityTable({ lines, caption }: { lines: readonly EligibilityLine[]; caption: string }) {
  return (
    <table className="tableau tableau-serre empile max-w-3xl">
      <caption className="sr-only">{caption}</caption>
      <thead>
        <tr>
          <th scope="col">Condition</th>
          <th scope="col">Remplie</th>
          <th scope="col">Ce que Jalons sait</th>
        </tr>
      </thead>
      <tbody>
        {lines.map(({ code, rule, held, fact }) => (
          <tr key={code}>
            <th scope="row" className="font-normal">
              {rule}
            </th>
            <td data-label="Remplie">{held ? 'oui' : 'non'}</td>
            <td data-label="Ce que Jalons sait">{fact}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
