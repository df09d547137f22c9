import { Form, Link } from '@remix-run/react';
import { Hidden } from '~/design/form/Field';
import { Done } from '~/design/form/Mistakes';
import { ConflictFields, type ConflictField } from './ConflictFields';
import { HistoryList, type HistoryLine } from './HistoryList';
import { EditionNotices } from './EditionNotices';
import { SectionForm, type SectionAnswer, type SectionState } from './SectionForm';

/** A page of one section: its form, both versions when somebody published meanwhile, and its history below. */
export function SingleSectionPage({
  page,
  answer,
}: {
  page: SectionState & {
    others: readonly string[];
    overtaken: boolean;
    fields: readonly ConflictField[];
    lines: readonly HistoryLine[];
    done: string | null;
    /** Where a version of the network that waits is settled; null when none does. */
    proposition: string | null;
    /** Where older versions are read. */
    older: string | null;
  };
  answer: SectionAnswer | undefined;
}) {
  return (
    <>
      {page.done && !answer && <Done title={page.done} />}
      {page.proposition && (
        <p className="carte">
          Le contenu du réseau et cette page ont changé chacun de leur côté :{' '}
          <Link to={page.proposition}>choisir, champ par champ</Link>.
        </p>
      )}
      <EditionNotices others={page.others} problem={answer?.problem ?? null} />
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
        <SectionForm page={page} answer={answer}>
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
        <HistoryList lines={page.lines} seen={page.sha256} restorable older={page.older} heading="h3" />
      </section>
    </>
  );
}
