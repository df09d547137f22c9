import type { ApplicationContents } from '../application/contents';
import { EvidencePanels } from './Evidence';

/** An application as its jury reads it: what is asked, what is promised, what the team says, what is known. */
export function ApplicationView({
  contents,
  age,
  minutes,
}: {
  contents: ApplicationContents;
  age: string;
  minutes: number;
}) {
  return (
    <article>
      <p className="text-xl">
        {contents.known.status}. {contents.known.mission}
      </p>
      <dl className="carte m-0 grid grid-cols-1 gap-x-6 gap-y-3 sm:grid-cols-3">
        <div>
          <dt className="text-sm text-discret">Demande</dt>
          <dd className="m-0 text-xl font-bold">{contents.amount}</dd>
        </div>
        <div>
          <dt className="text-sm text-discret">Cofinancement</dt>
          <dd className="m-0">{contents.cofunding || 'non dit'}</dd>
        </div>
        <div>
          <dt className="text-sm text-discret">Sponsor</dt>
          <dd className="m-0">{contents.sponsor}</dd>
        </div>
      </dl>
      {contents.targets.length > 0 && (
        <section aria-label="Cibles">
          <h2 className="mt-8">Ce qui est promis</h2>
          <ul>
            {contents.targets.map(({ label, words }) => (
              <li key={label}>
                {label} : <strong>{words}</strong>
              </li>
            ))}
          </ul>
        </section>
      )}
      {contents.held.length > 0 && (
        <section aria-label="Critères tenus">
          <h2 className="mt-8">Ce que l’équipe dit tenir</h2>
          <ul>
            {contents.held.map((label) => (
              <li key={label}>{label}</li>
            ))}
          </ul>
        </section>
      )}
      {contents.pillars.map(({ pillar, text }) => (
        <section key={pillar} aria-label={pillar}>
          <h2 className="mt-8">{pillar}</h2>
          <p className="whitespace-pre-wrap">{text || 'L’équipe n’a rien écrit.'}</p>
        </section>
      ))}
      <section aria-label="Ce que Jalons sait">
        <h2 className="mt-8">Ce que Jalons sait</h2>
        {contents.known.problem && <p>{contents.known.problem}</p>}
        <EvidencePanels contents={contents} age={age} />
      </section>
      <p className="regle">
        Les mots de l’équipe se lisent en {minutes}&nbsp;minutes environ. Chiffres : {age}.
      </p>
    </article>
  );
}
