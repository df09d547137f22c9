import { Form } from '@remix-run/react';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { useAutosave } from '~/design/form/autosave';
import { Hidden } from '~/design/form/Field';
import { MistakeSummary } from '~/design/form/Mistakes';
import { SectionFields } from '~/design/form/SectionFields';
import { keepOwnFields, type Lists, type Section, type Typed } from '~/platform/document/fields';
import type { SavedDraft } from '~/design/kept-offline';
import { mistakesIn } from '~/platform/document/section-schema';

/** What a page answers to its form. */
export interface SectionAnswer extends SavedDraft {
  preview: string | null;
  /** What was typed, when it could not be kept. */
  typed: Typed | null;
  again: number;
}

/** One section as its page shows it: drafted, or as published. */
export interface SectionState {
  section: Section;
  typed: Typed;
  /** What the page says now, which is never refused. */
  published: Typed;
  lists: Lists;
  version: number;
  /** The digest of the page that the form was opened on. */
  sha256: string;
  savedAt: string | null;
  mistakes: Readonly<Record<string, string>>;
}

/**
 * The mistakes of the fields that were just left, told at once by the schema that the server obeys too; of the
 * others what the server last said.
 */
function useMistakes(
  form: React.RefObject<HTMLFormElement>,
  { section, published, lists }: SectionState,
  said: Readonly<Record<string, string>>,
) {
  const left = useRef(new Set<string>());
  const [found, setFound] = useState<Readonly<Record<string, string>>>({});
  const check = (name: string) => {
    if (!form.current || name === '') return;
    left.current.add(name);
    const texts = [...new FormData(form.current)].filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string',
    );
    setFound(mistakesIn(section, keepOwnFields(section, texts), published, lists));
  };
  const names = new Set([...Object.keys(said), ...left.current]);
  const shown: Record<string, string> = {};
  for (const name of names) {
    const mistake = left.current.has(name) ? found[name] : said[name];
    if (mistake !== undefined) shown[name] = mistake;
  }
  return { shown, check };
}

/** One section of a page: its fields, its mistakes, and the draft that keeps itself. */
export function SectionForm({
  page,
  answer,
  plan = null,
  children,
}: {
  page: SectionState;
  answer: SectionAnswer | undefined;
  /** A text to begin from, offered while there is none. */
  plan?: string | null;
  /** What may be done besides saving: publish, go on. */
  children: ReactNode;
}) {
  // A form that was answered is a new one: its fields start from what came back.
  return (
    <AnsweredForm
      key={answer?.again ?? page.section.code}
      page={{ ...page, ...(answer?.typed ? { typed: answer.typed } : {}) }}
      answer={answer}
      plan={plan}
    >
      {children}
    </AnsweredForm>
  );
}

function AnsweredForm({
  page,
  answer,
  plan,
  children,
}: {
  page: SectionState;
  answer: SectionAnswer | undefined;
  plan: string | null;
  children: ReactNode;
}) {
  const { section, typed, lists } = page;
  const { savedAt, mistakes } = answer ?? page;
  const version = answer?.version ?? page.version;
  const preview = answer?.preview ?? null;
  const form = useRef<HTMLFormElement>(null);
  const auto = useAutosave(form, version);
  const [announced, setAnnounced] = useState(false);
  const previewHeading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (preview !== null) previewHeading.current?.focus();
  }, [preview]);
  const saved = auto.savedAt ?? savedAt ?? page.savedAt;
  useEffect(() => {
    if (auto.savedAt !== null) setAnnounced(true);
  }, [auto.savedAt]);
  const markdown = section.fields.find(({ kind }) => kind === 'markdown');
  const { shown, check } = useMistakes(form, page, auto.mistakes ?? mistakes);
  return (
    <Form
      method="post"
      ref={form}
      noValidate
      className="max-w-3xl"
      onBlur={({ target }) => check('name' in target ? String(target.name) : '')}
    >
      <Hidden name="version" value={auto.version} />
      <Hidden name="vu" value={page.sha256} />
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
