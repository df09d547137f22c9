import { Link } from '@remix-run/react';
import type { IndicatorFamily, IndicatorLine } from '../indicators/table';

function Published({ published }: { published: IndicatorLine['published'] }) {
  if (published === null) return <>–</>;
  const { shown, source, difference, explanation } = published;
  return (
    <>
      <strong className="nombre">{shown}</strong>, {source}
      {difference && (
        <span className="regle block">
          Écart : {difference}
          {difference !== 'égal' && explanation ? `. ${explanation}` : '.'}
        </span>
      )}
    </>
  );
}

/** The indicators of one family in one year: each with its rule, opening what it counts, beside what was published. */
export function IndicatorTable({
  family: { label, lines },
  year,
  writes = false,
}: {
  family: IndicatorFamily;
  year: number;
  /** Whether the reader may say targets and published figures. */
  writes?: boolean;
}) {
  return (
    <table className="tableau empile">
      <caption className="sr-only">
        {label}, {year}
      </caption>
      <thead>
        <tr>
          <th scope="col" className="md:w-[45%]">
            Indicateur et règle
          </th>
          <th scope="col" className="nombre md:w-[17%]">
            Calculé ici
          </th>
          <th scope="col" className="nombre md:w-[9%]">
            Cible
          </th>
          <th scope="col">Publié</th>
        </tr>
      </thead>
      <tbody>
        {lines.map((line) => (
          <tr key={line.code}>
            <th scope="row" className="font-normal">
              <Link to={`/indicateurs/${line.code}?annee=${year}`}>{line.name}</Link>
              <span className="regle block">{line.rule}</span>
              {writes && (
                <Link
                  to={`/reseau/indicateurs?indicateur=${line.code}&annee=${year}`}
                  className="sans-impression text-sm"
                  aria-label={`Cible et chiffre publié, ${line.name}`}
                >
                  Cible et chiffre publié
                </Link>
              )}
            </th>
            <td className="nombre" data-label="Calculé ici">
              {line.count > 0 ? (
                <Link
                  to={`/indicateurs/${line.code}?annee=${year}#liste`}
                  aria-label={`${line.shown} : ${line.name}, voir ce qui est compté`}
                >
                  <strong>{line.shown}</strong>
                </Link>
              ) : (
                <strong>{line.shown}</strong>
              )}
              {line.note && <span className="regle block">{line.note}</span>}
            </td>
            <td className="nombre" data-label="Cible">
              {line.target ?? '–'}
            </td>
            <td data-label="Publié">
              <Published published={line.published} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
