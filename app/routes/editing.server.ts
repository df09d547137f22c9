import { z } from 'zod';
import { redirect } from '@remix-run/node';
import { formatInstant, formatTime } from '~/design/formats';
import { openProposal } from '~/exchange/publication/proposals.server';
import {
  discardDraft,
  othersDrafting,
  PICTURE_SECTION,
  readDraft,
  saveDraft,
  type Draft,
} from '~/exchange/publication/drafts.server';
import { EDITORS, keyLabel, type EditedCollection } from '~/exchange/publication/editors';
import { readHistory } from '~/exchange/publication/history.server';
import { listsFor } from '~/exchange/publication/lists.server';
import type { SectionAnswer } from '~/exchange/publication/parts/SectionForm';
import {
  compareDraft,
  DraftConflictError,
  DraftMistakesError,
  publishDraft,
  restoreVersion,
  type Choices,
} from '~/exchange/publication/publish.server';
import { readFile, type ContentFile } from '~/exchange/publication/replace.server';
import { StaleError } from '~/person/acting';
import type { Disagreement } from '~/exchange/publication/comparison';
import { wordDifferences } from '~/platform/document/differences';
import { keepOwnFields, typedOf, type Section, type Typed } from '~/platform/document/fields';
import { readSection } from '~/platform/document/section-reading';
import { listValues } from '~/platform/document/section-schema';
import { readDocument } from '~/platform/document/front-matter';
import { isId } from '~/platform/identifier';
import { renderMarkdown } from '~/platform/document/render.server';
import { FICHE_PLAN } from '~/startup/fiche/sections';
import { notFound } from './answers.server';
import type { StartupFacts } from '~/network/facts';
import { can } from '~/person/rights';
import { pathOf, tried } from './guards.server';
import { tiesOf } from './startup-lookup.server';
import type { SiteContext } from './site-context';

/** What is edited: one file of a collection, in the right of one person. */
export interface EditTarget {
  collection: EditedCollection;
  publicId: string;
  personId: string;
  /** Whether the person may say which incubators a startup has: rights follow from it. */
  movesIncubators: boolean;
}

/** @throws a 404 when there is no such page. */
export async function fileOf(
  context: SiteContext,
  target: Pick<EditTarget, 'collection' | 'publicId'>,
): Promise<ContentFile> {
  const file = await readFile(context.database.prisma, target.collection, target.publicId);
  if (!file) throw notFound('Cette page n’existe pas, ou son fichier ne peut pas être lu.');
  return file;
}

const filled = (section: Section, typed: Typed): number =>
  section.fields.filter((field) =>
    Object.entries(typed).some(
      ([name, values]) =>
        (name === field.key || name.startsWith(`${field.key}.`)) &&
        values.some((value) => value.trim() !== ''),
    ),
  ).length;

/** The whole of an edition: sections with their progress, and what the draft would change. */
export async function editionPage(context: SiteContext, target: EditTarget) {
  const { prisma } = context.database;
  const file = await fileOf(context, target);
  const document = readDocument(file.bytes);
  const draft = await readDraft(prisma, file.id, target.personId);
  const comparison = draft && (await compareDraft(prisma, context.network, file, draft));
  return {
    sha256: file.sha256,
    sections: EDITORS[target.collection].sections.map((section) => ({
      code: section.code,
      title: section.title,
      about: section.about,
      fields: section.fields.length,
      filled: filled(section, draft?.typed[section.code] ?? typedOf(section, document)),
      drafted: draft?.typed[section.code] !== undefined,
    })),
    draft: draft && draftState(draft, comparison!.mistakes, target.collection),
    changes: comparison
      ? comparison.fields
          .filter(({ who }) => who !== 'theirs')
          .map((field) => ({
            label: keyLabel(target.collection, field.key),
            parts: wordDifferences(field.theirs, field.mine),
          }))
      : [],
    overtaken: draft !== null && draft.basedOn !== file.sha256,
    pictured: draft?.typed[PICTURE_SECTION] !== undefined,
    others: await othersDrafting(prisma, file.id, target.personId),
  };
}
export type EditionPage = Awaited<ReturnType<typeof editionPage>>;

function draftState(
  draft: Draft,
  mistakes: ReadonlyArray<{ section: Section; field: string; sentence: string }>,
  collection: EditedCollection,
) {
  return {
    version: draft.version,
    savedAt: formatInstant(draft.updatedAt),
    mistakes: mistakes.map(({ section, field, sentence }) => ({
      section: section.code,
      title: EDITORS[collection].sections.length > 1 ? section.title : null,
      field,
      sentence,
    })),
  };
}

/** One section, as drafted or as published. */
export async function sectionPage(context: SiteContext, target: EditTarget, section: Section) {
  const { prisma } = context.database;
  const file = await fileOf(context, target);
  const draft = await readDraft(prisma, file.id, target.personId);
  const document = readDocument(file.bytes);
  const drafted = draft?.typed[section.code];
  const lists = await listsFor(prisma, context.network, section);
  const published = typedOf(section, document);
  const typed = drafted ?? published;
  return {
    section,
    typed,
    published,
    lists,
    sha256: file.sha256,
    version: draft?.version ?? 0,
    savedAt: draft ? formatTime(draft.updatedAt) : null,
    mistakes: drafted ? readSection(section, drafted, document, lists).mistakes : {},
    others: await othersDrafting(prisma, file.id, target.personId),
    plan: target.collection === '_startups' && (typed['corps']?.[0] ?? '').trim() === '' ? FICHE_PLAN : null,
  };
}

/** What was typed, with the values added by name among the others, ready for the next turn. */
function tidied(section: Section, typed: Typed, lists: Awaited<ReturnType<typeof listsFor>>): Typed {
  const next: Record<string, readonly string[]> = { ...typed };
  for (const field of section.fields) {
    if (field.kind !== 'list') continue;
    const { values, unknown } = listValues(field, typed, lists);
    next[field.key] = values;
    if (unknown === null) delete next[`${field.key}.ajout`];
  }
  return next;
}

/** Keeps what was typed in a section; publishes it when that is what was asked. */
export async function saveSection(
  context: SiteContext,
  target: EditTarget,
  section: Section,
  form: FormData,
  {
    published,
    refused,
  }: {
    published: string;
    /** Where both versions are shown, or what is to be corrected; absent, the page shows it itself. */
    refused?: string;
  },
): Promise<Response> {
  const { prisma } = context.database;
  const file = await fileOf(context, target);
  const lists = await listsFor(prisma, context.network, section);
  const texts = [...form].filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  const intention = String(form.get('intention') ?? 'enregistrer');
  const sent = keepOwnFields(section, texts);
  const typed = tidied(section, intention === 'plan' ? { ...sent, corps: [FICHE_PLAN] } : sent, lists);
  const version = Number(form.get('version'));
  const answer = (part: Partial<SectionAnswer>, status = 200) =>
    Response.json(
      {
        version,
        savedAt: null,
        mistakes: {},
        problem: null,
        preview: null,
        typed: null,
        again: Date.now(),
        ...part,
      },
      { status },
    );
  if (!Number.isInteger(version) || version < 0 || version > 1_000_000_000) {
    return answer(
      { problem: 'Ce formulaire est abîmé : rechargez la page. Votre brouillon est gardé.', typed },
      400,
    );
  }
  let kept: number;
  try {
    kept = await saveDraft(context, target.personId, file, section.code, typed, {
      version,
      seen: String(form.get('vu') ?? ''),
    });
  } catch (error) {
    if (!(error instanceof StaleError)) throw error;
    return answer(
      {
        problem:
          'Ce brouillon a changé dans une autre fenêtre. Copiez ce que vous venez d’écrire ici, puis rechargez la page.',
        typed,
      },
      409,
    );
  }
  const { mistakes } = readSection(section, typed, readDocument(file.bytes), lists);
  const saved = { version: kept, savedAt: kept === 0 ? null : formatTime(context.clock.now()), mistakes };
  switch (intention) {
    case 'publier':
      if (Object.keys(mistakes).length > 0) return answer({ ...saved, typed }, 400);
      return goOr(await publish(context, target, kept, null, published), refused);
    case 'apercu':
      return answer({ ...saved, typed, preview: renderMarkdown(typed['corps']?.[0] ?? '') });
    case 'brouillon':
      return answer(saved);
    default:
      return answer(
        { ...saved, typed },
        Object.keys(mistakes).length > 0 && intention === 'enregistrer' ? 400 : 200,
      );
  }
}

/** What could not be published is shown where it can be settled. */
const goOr = (answer: Response, refused: string | undefined): Response =>
  answer.status >= 400 && refused !== undefined ? redirect(refused) : answer;

/** Publishes, or says why not yet. @param published where to go when it is done. */
export async function publish(
  context: SiteContext,
  target: EditTarget,
  version: number,
  chosen: { choices: Choices; seen: string } | null,
  published: string,
): Promise<Response> {
  let made = true;
  try {
    const mistakes = await tried(async () => {
      made = await publishDraft(context, context.network, target, { version, chosen });
    });
    if (mistakes)
      return Response.json({ problem: mistakes['form'] ?? null, conflict: false }, { status: 409 });
  } catch (error) {
    if (error instanceof DraftConflictError)
      return Response.json({ problem: null, conflict: true, chose: chosen !== null }, { status: 409 });
    if (error instanceof DraftMistakesError) {
      return Response.json(
        { problem: 'Des champs sont à corriger avant de publier.', conflict: false },
        { status: 400 },
      );
    }
    throw error;
  }
  await context.refreshNetwork();
  // Without a new version of the page there is none to go back from.
  return redirect(made ? published : published.replace('fait=publie', 'fait=image'));
}

/** The choices of a conflict page, field by field. */
export function choicesIn(form: FormData): Choices {
  const choices: Record<string, 'mine' | 'theirs'> = {};
  for (const [name, value] of form) {
    if (name.startsWith('choix.') && (value === 'mine' || value === 'theirs')) choices[name.slice(6)] = value;
  }
  return choices;
}

export const conflictFields = (collection: EditedCollection, fields: readonly Disagreement[]) =>
  fields.map((field) => ({ ...field, label: keyLabel(collection, field.key) }));

/** Both versions when somebody published since the draft was begun; no fields when nobody did. */
export async function conflictPage(context: SiteContext, target: EditTarget) {
  const { prisma } = context.database;
  const file = await fileOf(context, target);
  const draft = await readDraft(prisma, file.id, target.personId);
  if (!draft)
    return { version: 0, sha256: file.sha256, fields: [], changes: [], mistakes: [], overtaken: false };
  const { fields, mistakes } = await compareDraft(prisma, context.network, file, draft);
  return {
    version: draft.version,
    sha256: file.sha256,
    overtaken: draft.basedOn !== file.sha256,
    fields: conflictFields(target.collection, fields),
    changes: fields.map((field) => ({
      label: keyLabel(target.collection, field.key),
      parts: wordDifferences(field.theirs, field.mine),
    })),
    mistakes: mistakes.map(({ section, field, sentence }) => ({ section: section.code, field, sentence })),
  };
}

export async function dropDraft(context: SiteContext, target: EditTarget): Promise<void> {
  const file = await fileOf(context, target);
  await discardDraft(context, target.personId, file.id);
}

/** Every version of a page, for those who may know their authors or for the public. */
/** An instant that an address names to go on from; anything else is the newest page. */
export function instantAsked(text: string | null): Date | null {
  const read = z.iso.datetime().safeParse(text ?? '');
  return read.success && read.data >= '1970' && read.data < '3000' ? new Date(read.data) : null;
}

export async function historyPage(
  context: SiteContext,
  collection: EditedCollection,
  publicId: string,
  withAuthors: boolean,
  query: URLSearchParams = new URLSearchParams(),
) {
  const file = await fileOf(context, { collection, publicId });
  const before = instantAsked(query.get('avant'));
  const { entries, more } = await readHistory(context.database.prisma, collection, file, {
    withAuthors,
    before,
  });
  const last = entries.at(-1);
  return {
    sha256: file.sha256,
    older: more && last ? `?avant=${encodeURIComponent(last.at.toISOString())}` : null,
    lines: entries.map(({ at, nature: _nature, ...entry }) => ({ ...entry, when: formatInstant(at) })),
  };
}

export async function restore(
  context: SiteContext,
  target: Omit<EditTarget, 'personId'>,
  form: Record<string, string>,
): Promise<Record<string, string> | null> {
  const versionId = form['version'] ?? '';
  if (!isId(versionId)) return { form: 'Cette version n’existe pas.' };
  const mistakes = await tried(() => restoreVersion(context, target, { versionId, seen: form['vu'] ?? '' }));
  if (mistakes === null) await context.refreshNetwork();
  return mistakes;
}

/** A page of one section, whole. */
export async function singleSectionPage(context: SiteContext, target: EditTarget, request: Request) {
  const section = EDITORS[target.collection].sections[0]!;
  const conflict = await conflictPage(context, target);
  const done = new URL(request.url).searchParams.get('fait');
  const waiting = await openProposal(context.database.prisma, (await fileOf(context, target)).id);
  return {
    ...(await sectionPage(context, target, section)),
    // Where the version of the network that waits beside this page is settled.
    proposition:
      waiting === null ? null : `${pathOf(request).replace(/(\/modifier)?(\?.*)?$/, '')}/proposition`,
    ...(await historyPage(
      context,
      target.collection,
      target.publicId,
      true,
      new URL(request.url).searchParams,
    )),
    overtaken: conflict.overtaken,
    fields: conflict.fields,
    done: done !== null && Object.hasOwn(SINGLE_DONE, done) ? SINGLE_DONE[done]! : null,
  };
}

const SINGLE_DONE: Readonly<Record<string, string>> = {
  publie: 'C’est en ligne.',
  revenu: 'La version choisie est de nouveau en ligne.',
  abandonne: 'Le brouillon est abandonné : la page en ligne n’a pas bougé.',
};

/** Everything that the forms of such a page may ask. @param here the page's own address. */
export async function singleSectionAction(
  context: SiteContext,
  target: EditTarget,
  form: FormData,
  here: string,
): Promise<Response> {
  const section = EDITORS[target.collection].sections[0]!;
  const problem = (sentence: string | null, status: number) =>
    Response.json(
      {
        version: Number(form.get('version')) || 0,
        savedAt: null,
        mistakes: {},
        problem: sentence,
        preview: null,
        typed: null,
        again: Date.now(),
      },
      { status },
    );
  switch (form.get('intention')) {
    case 'abandonner':
      await dropDraft(context, target);
      return redirect(`${here}?fait=abandonne`);
    case 'revenir': {
      const fields = { version: String(form.get('version') ?? ''), vu: String(form.get('vu') ?? '') };
      const mistakes = await restore(context, target, fields);
      return mistakes ? problem(mistakes['form'] ?? null, 409) : redirect(`${here}?fait=revenu`);
    }
    case 'choisir': {
      const answer = await publish(
        context,
        target,
        Number(form.get('version')),
        { choices: choicesIn(form), seen: String(form.get('vu') ?? '') },
        `${here}?fait=publie`,
      );
      return answer.status === 302 ? answer : problem('Choisissez une version de chaque champ.', 409);
    }
    default: {
      const answer = await saveSection(context, target, section, form, { published: `${here}?fait=publie` });
      const isConflict = answer.status === 409 && form.get('intention') === 'publier';
      return isConflict
        ? problem('Quelqu’un a publié cette page entre-temps : rechargez-la pour choisir.', 409)
        : answer;
    }
  }
}

/** A startup's page as this person edits it. */
export const startupTarget = (context: SiteContext, startup: StartupFacts, personId: string): EditTarget => ({
  collection: '_startups',
  publicId: startup.publicId,
  personId,
  movesIncubators: can(context.actor, 'startup.administrer', tiesOf(startup), context.clock.today()).allowed,
});
