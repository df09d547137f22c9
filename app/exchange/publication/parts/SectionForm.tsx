import { Form, useFetcher } from '@remix-run/react';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { Hidden } from '~/design/form/Field';
import { MistakeSummary } from '~/design/form/Mistakes';
import { SectionFields } from '~/design/form/SectionFields';
import type { Lists, Section, Typed } from '~/platform/document/fields';

/** What saving answers to a script, and to a page. */
export interface SavedDraft {
  version: number;
  /** « 14 h 02 » */
  savedAt: string | null;
  mistakes: Record<string, string>;
  problem: string | null;
}

const PAUSE_MS = 1_500;

/**
 * Saves what is typed a moment after the typing stops. The version goes with each save, so that two windows never
 * undo each other.
 */
function useAutosave(form: React.RefObject<HTMLFormElement>, startVersion: number) {
  const fetcher = useFetcher<SavedDraft>();
  const [version, setVersion] = useState(startVersion);
  const [problem, setProblem] = useState<string | null>(null);
  const pending = useRef<ReturnType<typeof setTimeout>>();
  const dirty = useRef(false);
  const { state, data, submit } = fetcher;

  useEffect(() => setVersion(startVersion), [startVersion]);
  useEffect(() => {
    if (!data) return;
    setProblem(data.problem);
    if (data.problem === null) setVersion(data.version);
  }, [data]);

  const save = () => {
    if (!form.current || state !== 'idle') return;
    dirty.current = false;
    const sent = new FormData(form.current);
    sent.set('intention', 'brouillon');
    sent.set('version', String(version));
    submit(sent, { method: 'post' });
  };
  const saveRef = useRef(save);
  saveRef.current = save;

  useEffect(() => {
    // What was typed while a save was under way goes with the next one.
    if (state === 'idle' && dirty.current) saveRef.current();
  }, [state]);

  useEffect(() => {
    const element = form.current;
    if (!element) return;
    const typed = () => {
      dirty.current = true;
      clearTimeout(pending.current);
      pending.current = setTimeout(() => saveRef.current(), PAUSE_MS);
    };
    const leaving = () => {
      if (dirty.current) saveRef.current();
    };
    element.addEventListener('input', typed);
    element.addEventListener('change', typed);
    window.addEventListener('online', leaving);
    document.addEventListener('visibilitychange', leaving);
    return () => {
      clearTimeout(pending.current);
      element.removeEventListener('input', typed);
      element.removeEventListener('change', typed);
      window.removeEventListener('online', leaving);
      document.removeEventListener('visibilitychange', leaving);
    };
  }, [form]);

  return { version, savedAt: data?.savedAt ?? null, mistakes: data?.mistakes ?? null, problem };
}

/** One section of a page: its fields, its mistakes, and the draft that keeps itself. */
export function SectionForm({
  section,
  typed,
  lists,
  version,
  savedAt,
  mistakes,
  answer,
  preview,
  plan,
  children,
}: {
  section: Section;
  typed: Typed;
  lists: Lists;
  version: number;
  savedAt: string | null;
  mistakes: Readonly<Record<string, string>>;
  /** What the last sending answered, so that the same mistakes take the focus again. */
  answer: unknown;
  preview: string | null;
  /** A text to begin from, offered while there is none. */
  plan: string | null;
  /** What may be done besides saving: publish, go on. */
  children: ReactNode;
}) {
  const form = useRef<HTMLFormElement>(null);
  const auto = useAutosave(form, version);
  const [announced, setAnnounced] = useState(false);
  const saved = auto.savedAt ?? savedAt;
  useEffect(() => {
    if (auto.savedAt !== null) setAnnounced(true);
  }, [auto.savedAt]);
  const markdown = section.fields.find(({ kind }) => kind === 'markdown');
  const shown = auto.mistakes ?? mistakes;
  return (
    <Form method="post" ref={form} noValidate className="max-w-3xl">
      <Hidden name="version" value={auto.version} />
      <MistakeSummary
        mistakes={mistakes}
        answer={answer}
        title="Gardé dans votre brouillon ; à corriger avant de publier"
      />
      <SectionFields section={section} typed={typed} lists={lists} mistakes={shown} />
      {plan && markdown && (
        <p>
          <button type="submit" name="intention" value="plan" className="fr-btn fr-btn--tertiary">
            Partir du plan en quatre parties
          </button>
        </p>
      )}
      {preview !== null && (
        <section aria-labelledby="apercu-texte" className="carte mb-6">
          <h2 id="apercu-texte" className="m-0 mb-3 text-lg">
            Aperçu du texte
          </h2>
          <div className="prose" dangerouslySetInnerHTML={{ __html: preview }} />
        </section>
      )}
      <div className="barre-actions">
        <p className="m-0 text-sm" aria-hidden={announced || undefined}>
          {auto.problem ? (
            <strong className="text-alerte">{auto.problem}</strong>
          ) : saved ? (
            <>Brouillon enregistré à {saved}</>
          ) : (
            'Rien à enregistrer : la page est telle qu’elle est publiée.'
          )}
        </p>
        <p className="sr-only" role="status">
          {announced ? 'Brouillon enregistré. Il se garde tout seul.' : ''}
        </p>
        <p className="sr-only" role="alert">
          {auto.problem ?? ''}
        </p>
        <div className="flex flex-wrap gap-2">
          <button type="submit" name="intention" value="enregistrer" className="fr-btn fr-btn--secondary">
            Enregistrer le brouillon
          </button>
          {markdown && (
            <button type="submit" name="intention" value="apercu" className="fr-btn fr-btn--tertiary">
              Aperçu du texte
            </button>
          )}
          {children}
        </div>
      </div>
    </Form>
  );
}
