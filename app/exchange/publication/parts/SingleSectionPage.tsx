import { Form } from '@remix-run/react';
import { Hidden } from '~/design/form/Field';
import { Done } from '~/design/form/Mistakes';
import type { Lists, Section, Typed } from '~/platform/document/fields';
import { ConflictFields, type ConflictField } from './ConflictFields';
import { HistoryList, type HistoryLine } from './HistoryList';
import { SectionForm, type SavedDraft } from './SectionForm';

/** A page of one section: its form, both versions when somebody published meanwhile, and its history below. */
export function SingleSectionPage({
  page,
  answer,
}: {
  page: {
    section: Section;
    typed: Typed;
    lists: Lists;
    version: number;
    savedAt: string | null;
    mistakes: Readonly<Record<string, string>>;
    others: readonly string[];
    overtaken: boolean;
    fields: readonly ConflictField[];
    sha256: string;
    lines: readonly HistoryLine[];
    done: string | null;
  };
  answer: (SavedDraft & { preview: string | null; typed: Typed | null; again: number }) | undefined;
}) {
  return (
    <>
      {page.done && !answer && <Done title={page.done} />}
      {page.others.length > 0 && (
        <p className="carte max-w-3xl">
          {page.others.join(', ')} {page.others.length > 1 ? 'ont' : 'a'} aussi un brouillon de cette page.
        </p>
      )}
      {answer?.problem && (
        <p role="alert" className="fr-alert fr-alert--error max-w-3xl">
          {answer.problem}
        </p>
      )}
      {page.overtaken ? (
        <Form method="post">
          <p role="alert" className="text-lg">
            Quelqu’un a publié cette page pendant que vous écriviez : choisissez, champ par champ.
          </p>
          <Hidden name="version" value={page.version} />
          <Hidden name="vu" value={page.sha256} />
          <ConflictFields
            fields={page.fields}
            theirsLabel="En ligne maintenant"
            mineLabel="Votre brouillon"
            missing={[]}
          />
          <div className="flex gap-2">
            <button type="submit" name="intention" value="choisir" className="fr-btn">
              Publier avec ces choix
            </button>
            <button type="submit" name="intention" value="abandonner" className="fr-btn fr-btn--tertiary">
              Abandonner mon brouillon
            </button>
          </div>
        </Form>
      ) : (
        <SectionForm
          key={answer?.again ?? page.section.code}
          section={page.section}
          typed={answer?.typed ?? page.typed}
          lists={page.lists}
          version={answer?.version ?? page.version}
          seen={page.sha256}
          savedAt={answer?.savedAt ?? page.savedAt}
          mistakes={answer?.mistakes ?? page.mistakes}
          answer={answer}
          preview={answer?.preview ?? null}
          plan={null}
        >
          <button type="submit" name="intention" value="publier" className="fr-btn">
            Publier
          </button>
          {page.version > 0 && (
            <button type="submit" name="intention" value="abandonner" className="fr-btn fr-btn--tertiary">
              Abandonner le brouillon
            </button>
          )}
        </SectionForm>
      )}
      <section aria-labelledby="historique" className="mt-12">
        <h2 id="historique">Historique</h2>
        <HistoryList lines={page.lines} seen={page.sha256} restorable heading="h3" />
      </section>
    </>
  );
}
