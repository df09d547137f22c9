import { Form } from '@remix-run/react';
import { Hidden } from '~/design/form/Field';
import type { FormAnswer } from '~/design/form/Mistakes';

export interface ShownCriterion {
  standard: string;
  criterion: number;
  /** The number of the present answer, 0 for none. */
  revision: number;
  answer: string;
  answerLabel: string | null;
  reason: string | null;
  evidence: string | null;
  date: string | null;
  proposal: { evidence: string; why: string } | null;
}
export interface ShownStandard {
  id: string;
  label: string;
  hint: string;
  from: string;
  criteria: ShownCriterion[];
}

const CHOICES = [
  ['', 'Sans réponse'],
  ['oui', 'Oui'],
  ['non', 'Non'],
  ['sans-objet', 'Sans objet'],
] as const;

/** One criterion: what is answered, and the form that answers it. */
function Criterion({
  criterion,
  count,
  label,
  edits,
  answer,
}: {
  criterion: ShownCriterion;
  count: number;
  label: string;
  edits: boolean;
  answer: FormAnswer | undefined;
}) {
  const key = `${criterion.standard}.${criterion.criterion}`;
  const mine = answer?.typed['critere'] === key ? answer : undefined;
  const name = count === 1 ? label : `${label}, critère ${criterion.criterion}`;
  const shown = (
    <span className="text-sm">
      {count > 1 && <>Critère {criterion.criterion} : </>}
      <strong>{criterion.answerLabel ?? 'sans réponse'}</strong>
      {criterion.date && `, le ${criterion.date}`}
      {criterion.reason && ` ; ${criterion.reason}`}
      {criterion.evidence && (
        <>
          {' ; '}
          <a href={criterion.evidence} rel="noopener" aria-label={`Preuve : ${name}`}>
            preuve
          </a>
        </>
      )}
    </span>
  );
  if (!edits) return <p className="m-0">{shown}</p>;
  return (
    <details className="border-t border-trait py-2" open={mine !== undefined} id={`critere-${key}`}>
      <summary className="cursor-pointer">{shown}</summary>
      <Form
        method="post"
        noValidate
        className="mt-2 grid gap-x-4 sm:grid-cols-[10rem_1fr_1fr_auto] sm:items-end"
      >
        <Hidden name="critere" value={key} />
        <Hidden name="vu" value={criterion.revision} />
        <div>
          <label className="fr-label text-sm" htmlFor={`r.${key}`}>
            Réponse
          </label>
          <select
            id={`r.${key}`}
            name="reponse"
            className="fr-select mt-1"
            aria-label={`Réponse : ${name}`}
            defaultValue={mine?.typed['reponse'] ?? criterion.answer}
          >
            {CHOICES.map(([value, words]) => (
              <option key={value} value={value}>
                {words}
              </option>
            ))}
          </select>
        </div>
        <div>
          <label className="fr-label text-sm" htmlFor={`m.${key}`}>
            Raison
          </label>
          <input
            id={`m.${key}`}
            name="raison"
            className="fr-input mt-1"
            aria-label={`Raison : ${name}`}
            aria-invalid={mine?.mistakes['raison'] ? true : undefined}
            aria-describedby={mine?.mistakes['raison'] ? `e.${key}` : undefined}
            defaultValue={mine?.typed['raison'] ?? criterion.reason ?? ''}
          />
        </div>
        <div>
          <label className="fr-label text-sm" htmlFor={`p.${key}`}>
            Preuve (adresse)
          </label>
          <input
            id={`p.${key}`}
            name="preuve"
            type="url"
            className="fr-input mt-1"
            aria-label={`Preuve : ${name}`}
            aria-invalid={mine?.mistakes['preuve'] ? true : undefined}
            aria-describedby={mine?.mistakes['preuve'] ? `e.${key}` : undefined}
            defaultValue={mine?.typed['preuve'] ?? criterion.evidence ?? criterion.proposal?.evidence ?? ''}
          />
        </div>
        <button type="submit" className="fr-btn fr-btn--sm" aria-label={`Répondre : ${name}`}>
          Répondre
        </button>
        {mine && (
          <p id={`e.${key}`} className="fr-error-text sm:col-span-full">
            {Object.values(mine.mistakes).join(' ')}
          </p>
        )}
        {criterion.proposal && (
          <p className="m-0 text-sm sm:col-span-full">
            Proposé : oui. {criterion.proposal.why} Vérifiez, puis répondez.
          </p>
        )}
      </Form>
    </details>
  );
}

/** The standards of one domain, each with its criteria. */
export function StandardList({
  standards,
  edits,
  answer,
}: {
  standards: readonly ShownStandard[];
  edits: boolean;
  answer: FormAnswer | undefined;
}) {
  return (
    <ul className="m-0 list-none p-0">
      {standards.map((standard) => (
        <li key={standard.id} className="border-b border-trait py-3">
          <h3 className="m-0 text-base">{standard.label}</h3>
          <p className="m-0 mb-1 text-sm text-discret">
            {standard.hint} Regardé à partir de : {standard.from}.
          </p>
          {standard.criteria.map((criterion) => (
            <Criterion
              key={criterion.criterion}
              criterion={criterion}
              count={standard.criteria.length}
              label={standard.label}
              edits={edits}
              answer={answer}
            />
          ))}
        </li>
      ))}
    </ul>
  );
}
