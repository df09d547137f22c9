import { Form, useFetcher, type ShouldRevalidateFunctionArgs } from '@remix-run/react';
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

const OFFLINE: SavedDraft = {
  version: -1,
  savedAt: null,
  mistakes: {},
  problem: 'Pas de réseau : ce que vous écrivez reste ici, et sera enregistré à son retour.',
};

/** A form sent without a network comes back with a sentence instead of an error page. */
export async function keptOffline({
  serverAction,
}: {
  serverAction: () => Promise<unknown>;
}): Promise<unknown> {
  try {
    return await serverAction();
  } catch (error) {
    if (error instanceof TypeError) return { ...OFFLINE, preview: null, typed: null, again: 0 };
    throw error;
  }
}

/** What is saved by itself changes nothing of what is shown; without a network nothing can be asked for anew. */
export const revalidatesAfter = ({
  formData,
  actionResult,
  defaultShouldRevalidate,
}: ShouldRevalidateFunctionArgs): boolean => {
  const isOffline = (actionResult as SavedDraft | undefined)?.version === OFFLINE.version;
  return formData?.get('intention') === 'brouillon' || isOffline ? false : defaultShouldRevalidate;
};

/**
 * Saves what is typed a moment after the typing stops, and what is left when the page is left. The version goes
 * with each save, so that two windows never undo each other.
 */
function useAutosave(form: React.RefObject<HTMLFormElement>, startVersion: number) {
  const fetcher = useFetcher<SavedDraft>();
  const [version, setVersion] = useState(startVersion);
  const [problem, setProblem] = useState<string | null>(null);
  const pending = useRef<ReturnType<typeof setTimeout>>();
  const dirty = useRef(false);
  const waiting = useRef<HTMLElement | null>(null);
  const { state, data, submit } = fetcher;

  useEffect(() => setVersion(startVersion), [startVersion]);
  useEffect(() => {
    if (!data) return;
    setProblem(data.problem);
    if (data.version >= 0 && data.problem === null) setVersion(data.version);
    if (data.version < 0) dirty.current = true;
  }, [data]);

  const typedNow = (element: HTMLFormElement): FormData => {
    const sent = new FormData(element);
    sent.set('intention', 'brouillon');
    sent.set('version', String(version));
    return sent;
  };
  const save = () => {
    if (!form.current || state !== 'idle') return;
    dirty.current = false;
    submit(typedNow(form.current), { method: 'post' });
  };
  const now = useRef({ save, typedNow, state });
  now.current = { save, typedNow, state };

  useEffect(() => {
    if (state !== 'idle') return;
    // A button pressed while a save was under way acts once its version is known.
    const button = waiting.current;
    waiting.current = null;
    if (button) form.current?.requestSubmit(button);
  }, [state, version, form]);

  useEffect(() => {
    const element = form.current;
    if (!element) return;
    const address = window.location.href;
    const typed = () => {
      dirty.current = true;
      clearTimeout(pending.current);
      pending.current = setTimeout(() => now.current.save(), PAUSE_MS);
    };
    const back = () => {
      if (dirty.current) now.current.save();
    };
    /** The page goes: what is left goes with it, without waiting for an answer. */
    const leave = () => {
      if (!dirty.current || now.current.state !== 'idle') return;
      dirty.current = false;
      const sent = new URLSearchParams();
      for (const [name, value] of now.current.typedNow(element))
        if (typeof value === 'string') sent.append(name, value);
      void fetch(address, { method: 'POST', body: sent, keepalive: sent.toString().length < 60_000 }).catch(
        () => undefined,
      );
    };
    const submitted = (event: SubmitEvent) => {
      clearTimeout(pending.current);
      dirty.current = false;
      if (now.current.state === 'idle') return;
      event.preventDefault();
      event.stopPropagation();
      waiting.current = event.submitter;
    };
    element.addEventListener('input', typed);
    element.addEventListener('change', typed);
    element.addEventListener('submit', submitted, { capture: true });
    window.addEventListener('online', back);
    window.addEventListener('pagehide', leave);
    return () => {
      clearTimeout(pending.current);
      leave();
      element.removeEventListener('input', typed);
      element.removeEventListener('change', typed);
      element.removeEventListener('submit', submitted, { capture: true });
      window.removeEventListener('online', back);
      window.removeEventListener('pagehide', leave);
    };
  }, [form]);

  return {
    version,
    savedAt: data?.savedAt ?? null,
    mistakes: data?.problem ? null : (data?.mistakes ?? null),
    problem,
  };
}

/** One section of a page: its fields, its mistakes, and the draft that keeps itself. */
export function SectionForm({
  section,
  typed,
  lists,
  version,
  seen,
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
  /** The digest of the page that this form was opened on. */
  seen: string;
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
  const previewHeading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (preview !== null) previewHeading.current?.focus();
  }, [preview]);
  const saved = auto.savedAt ?? savedAt;
  useEffect(() => {
    if (auto.savedAt !== null) setAnnounced(true);
  }, [auto.savedAt]);
  const markdown = section.fields.find(({ kind }) => kind === 'markdown');
  const shown = auto.mistakes ?? mistakes;
  return (
    <Form method="post" ref={form} noValidate className="max-w-3xl">
      <Hidden name="version" value={auto.version} />
      <Hidden name="vu" value={seen} />
      <MistakeSummary
        mistakes={mistakes}
        answer={answer}
        title="Gardé dans votre brouillon ; à corriger avant de publier"
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
          <h2 id="apercu-texte" ref={previewHeading} tabIndex={-1} className="m-0 mb-3 text-lg">
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
            'Rien à enregistrer : la page est telle qu’elle est publiée.'
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
