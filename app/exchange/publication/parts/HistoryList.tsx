import { Form, Link } from '@remix-run/react';
import { Hidden } from '~/design/form/Field';
import type { TextPart } from '~/platform/document/differences';
import { Differences } from './Differences';

export interface HistoryLine {
  id: string;
  when: string;
  label: string;
  fields: string[];
  author: string | null;
  changes: Array<{ label: string; parts: TextPart[] }>;
  current: boolean;
}

/** Every version of a page, the newest first; those who may write can bring one back. */
export function HistoryList({
  lines,
  seen,
  restorable,
  older,
  heading: Heading = 'h2',
}: {
  lines: readonly HistoryLine[];
  /** The digest of what is published, for the restoration. */
  seen: string;
  restorable: boolean;
  /** Where older versions are read; null when these are all. */
  older: string | null;
  /** The level of each line's heading on its page. */
  heading?: 'h2' | 'h3';
}) {
  if (lines.length === 0) {
    return <p>Cette page n’a pas changé depuis que Jalons la suit. Chaque modification apparaîtra ici.</p>;
  }
  return (
    <>
      <ol className="m-0 list-none p-0">
        {lines.map((line) => (
          <li key={line.id} className="border-b border-trait py-4">
            <Heading className="m-0 text-lg">{line.label}</Heading>
            <p className="m-0 text-sm text-discret">
              {line.when}
              {line.author && `, ${line.author}`}
              {line.current && ' (en ligne)'}
            </p>
            {line.fields.length > 0 && (
              <p className="m-0 mt-1 text-sm">Parties changées : {line.fields.join(', ')}.</p>
            )}
            {line.changes.length > 0 && (
              <details className="mt-2">
                <summary className="lien cursor-pointer">Voir ce qui a changé</summary>
                <dl className="mt-2 grid gap-3">
                  {line.changes.map((change) => (
                    <div key={change.label}>
                      <dt className="font-medium">{change.label}</dt>
                      <dd className="m-0 text-sm">
                        <Differences parts={change.parts} />
                      </dd>
                    </div>
                  ))}
                </dl>
              </details>
            )}
            {restorable && !line.current && (
              <Form method="post" className="mt-2">
                <Hidden name="version" value={line.id} />
                <Hidden name="vu" value={seen} />
                <button
                  type="submit"
                  name="intention"
                  value="revenir"
                  className="fr-btn fr-btn--sm fr-btn--tertiary"
                  aria-label={`Revenir à la version du ${line.when}`}
                >
                  Revenir à cette version
                </button>
              </Form>
            )}
          </li>
        ))}
      </ol>
      {older && (
        <p className="mt-4">
          <Link to={older}>Versions plus anciennes</Link>
        </p>
      )}
    </>
  );
}
