import type { FileContents } from '../file/contents';

/** The first screen of whoever decides: what is asked in three lines, what it costs, what was asked last time and its proof. */
export function AskPanel({ contents }: { contents: FileContents }) {
  const { ask, criteria, costs, last, metrics } = contents;
  const leading = metrics[0];
  const nothingAsked = ask.team === '' && ask.money === '' && criteria.length === 0;
  return (
    <div className="grid grid-cols-1 gap-4 md:grid-cols-3">
      <section className="carte" aria-labelledby="demande">
        <h2 id="demande" className="m-0 mb-2 text-lg">
          La demande
        </h2>
        {nothingAsked ? (
          <p className="m-0">L’équipe n’a pas encore écrit sa demande.</p>
        ) : (
          <>
            <p className="m-0 text-2xl leading-8 font-bold">{ask.money || 'Sans enveloppe chiffrée'}</p>
            {ask.team && <p className="m-0 mt-1">{ask.team}</p>}
            {criteria.length > 0 && (
              <ul className="m-0 mt-2 pl-4">
                {criteria.map((one) => (
                  <li key={one.text}>
                    {one.text} : <strong>{one.target}</strong>
                    {one.due && ` le ${one.due}`}
                  </li>
                ))}
              </ul>
            )}
          </>
        )}
      </section>
      <section className="carte" aria-labelledby="couts-dossier">
        <h2 id="couts-dossier" className="m-0 mb-2 text-lg">
          Ce qu’il change, ce qu’il coûte
        </h2>
        {leading && (
          <dl className="m-0 mb-3">
            <dt className="text-sm text-discret">
              {leading.name}, {leading.kind}
            </dt>
            <dd className="nombre m-0 text-2xl leading-8 font-bold">{leading.figure}</dd>
            <dd className="regle m-0">{leading.change}</dd>
          </dl>
        )}
        {costs.length === 0 ? (
          <p className="m-0">Les chiffres connus ne permettent pas encore de le calculer.</p>
        ) : (
          <dl className="m-0">
            {costs.map((one) => (
              <div key={one.label} className="mb-2">
                <dt className="text-sm text-discret">{one.label}</dt>
                <dd className="nombre m-0 text-2xl leading-8 font-bold">{one.value}</dd>
                <dd className="regle m-0">{one.formula}</dd>
              </div>
            ))}
          </dl>
        )}
      </section>
      <section className="carte" aria-labelledby="derniere-fois">
        <h2 id="derniere-fois" className="m-0 mb-2 text-lg">
          La dernière fois
        </h2>
        {last === null ? (
          <p className="m-0">C’est le premier comité que Jalons connaît.</p>
        ) : (
          <>
            <p className="m-0 font-bold">{last.decision}</p>
            {last.objectives && <p className="m-0 mt-1">{last.objectives}</p>}
            {last.conditions.length > 0 && (
              <ul className="m-0 mt-2 pl-4">
                {last.conditions.map((one) => (
                  <li key={one.text}>
                    {one.text} : <strong>{one.state.toLowerCase()}</strong>
                    {one.evidence && `, ${one.evidence}`}
                  </li>
                ))}
              </ul>
            )}
          </>
        )}
      </section>
    </div>
  );
}
