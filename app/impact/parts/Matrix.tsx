import { CONCEPT_LABELS, CONCEPTS, type Concept } from '../vocabulary';

export interface MatrixTile {
  concept: Concept;
  /** The figures there are, each with its name. */
  figures: Array<{ name: string; figure: string; note: string }>;
  /** Indicators that the matrix asks for and that are not there; for those who may see it. */
  missing: string[];
  /** Figures too old for the next committee. */
  stale: string[];
}

/** The impact matrix as five tiles, in the order of its questions. */
export function MatrixTiles({ tiles }: { tiles: readonly MatrixTile[] }) {
  return (
    <ol className="m-0 grid list-none grid-cols-1 gap-4 p-0 sm:grid-cols-2 lg:grid-cols-5 print:grid-cols-5 print:gap-1">
      {CONCEPTS.map((concept) => {
        const tile = tiles.find((one) => one.concept === concept);
        return (
          <li
            key={concept}
            className="carte flex flex-col gap-2 print:gap-1 print:p-1 print:text-[8pt] print:leading-tight"
          >
            <div>
              <h3 className="m-0 text-base print:text-[9pt]">{CONCEPT_LABELS[concept].label}</h3>
              <p className="m-0 text-sm text-discret print:hidden">{CONCEPT_LABELS[concept].question}</p>
            </div>
            {!tile || tile.figures.length === 0 ? (
              <p className="m-0 text-sm">Pas encore mesuré.</p>
            ) : (
              <dl className="m-0 grid gap-2 print:gap-0.5">
                {tile.figures.map(({ name, figure, note }) => (
                  <div key={name}>
                    <dt className="text-sm print:text-[8pt]">{name}</dt>
                    <dd className="nombre m-0 text-xl font-bold text-encre print:text-sm">{figure}</dd>
                    <dd className="regle m-0 print:text-[7pt] print:leading-tight">{note}</dd>
                  </div>
                ))}
              </dl>
            )}
            {tile && tile.missing.length > 0 && (
              <p className="m-0 text-sm">
                <strong>Manque :</strong> {tile.missing.join(', ')}.
              </p>
            )}
            {tile && tile.stale.length > 0 && (
              <p className="m-0 text-sm">
                <strong>À rafraîchir avant le comité :</strong> {tile.stale.join(', ')}.
              </p>
            )}
          </li>
        );
      })}
    </ol>
  );
}
