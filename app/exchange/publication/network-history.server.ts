import { z } from 'zod';
import { GRIDS } from '~/committee/coaching/grids';
import { standardOf } from '~/impact/standards/catalogue';
import { indicatorByCode } from '~/network/indicators/all';
import { readRows, sql, type Sql } from '~/platform/database/sql.server';
import { EXPECTATIONS } from '~/startup/expectations';
import { isPhaseCode, LIFECYCLE, type PhaseCode } from '~/startup/rules';
import { TERM_KINDS, type TermKind } from './kept-lists.server';

export const LISTS_SHOWN_AT_ONCE = 50;

/** What the network keeps together, as its history names it, with the kind of thing that the audit writes. */
export const HISTORY_SUBJECTS = {
  mots: { label: 'Thèmes, publics et technologies', kinds: ['term'] },
  attentes: { label: 'Attentes par phase', kinds: ['expectation'] },
  administrations: { label: 'Administrations fusionnées ou retirées', kinds: ['organisation'] },
  standards: { label: 'Standards et phases', kinds: ['standard'] },
  grilles: { label: 'Grilles de fin de phase', kinds: ['network'] },
  indicateurs: { label: 'Cibles et chiffres publiés', kinds: ['indicator'] },
} as const satisfies Record<string, { label: string; kinds: readonly string[] }>;
export type HistorySubject = keyof typeof HISTORY_SUBJECTS;

const VERBS = [
  'add-term',
  'retire-term',
  'unretire-term',
  'merge-term',
  'settle-expectation',
  'merge-organisation',
  'retire-organisation',
  'settle-standard-phase',
  'grid-criteria',
  'write-indicator-year',
] as const;
type Verb = (typeof VERBS)[number];

const row = z.object({
  id: z.string(),
  at: z.date(),
  verb: z.enum(VERBS),
  kind: z.string(),
  thingId: z.string(),
  after: z.unknown(),
  author: z.string().nullable(),
  term: z.string().nullable(),
  termKind: z.string().nullable(),
  organisation: z.string().nullable(),
});
type Row = z.infer<typeof row>;

const phaseLabel = (code: unknown): string =>
  typeof code === 'string' && isPhaseCode(code) ? LIFECYCLE[code].label : String(code);
const phaseLabels = (codes: unknown): string =>
  Array.isArray(codes) && codes.length > 0 ? codes.map(phaseLabel).join(', ') : 'aucune phase';
const inPages = (count: unknown): string => {
  const pages = Number(count);
  return pages > 1 ? `, dans ${pages} pages` : pages === 1 ? ', dans une page' : '';
};
const figure = (value: unknown): string => (value === null || value === undefined ? '–' : String(value));

/** What one change did, in words. */
const WORDS: Readonly<Record<Verb, (change: Row, after: Readonly<Record<string, unknown>>) => string>> = {
  'add-term': ({ term }) => `« ${term ?? '?'} » ajouté`,
  'retire-term': ({ term }) => `« ${term ?? '?'} » n’est plus proposé`,
  'unretire-term': ({ term }) => `« ${term ?? '?'} » proposé de nouveau`,
  'merge-term': ({ term }, { into, startups }) =>
    `« ${term ?? '?'} » remplacé par « ${figure(into)} »${inPages(startups)}`,
  'settle-expectation': ({ thingId }, { phases, why }) =>
    `« ${EXPECTATIONS.find(({ code }) => code === thingId)?.label ?? thingId} » : ${phaseLabels(phases)} ; ${figure(why)}`,
  'merge-organisation': ({ thingId, organisation }, { into, startups }) =>
    `${thingId} fusionnée avec ${organisation ?? figure(into)}${inPages(startups)}`,
  'retire-organisation': ({ thingId }) => `${thingId} retirée`,
  'settle-standard-phase': ({ thingId, after }) =>
    `« ${standardOf(thingId)?.label ?? thingId} » : regardé à partir de ${phaseLabel(after)}`,
  'grid-criteria': ({ thingId }, { criteria }) =>
    `${thingId in GRIDS ? GRIDS[thingId as keyof typeof GRIDS].title : thingId} : ${Array.isArray(criteria) ? criteria.join(' ; ') : ''}`,
  'write-indicator-year': ({ thingId }, { target, published, entered }) => {
    const [code, year] = thingId.split('/');
    return `${indicatorByCode(code ?? '')?.name ?? code}, ${year} : cible ${figure(target)}, publié ${figure(published)}, saisi ${figure(entered)}`;
  },
};

export interface NetworkChange {
  id: string;
  at: Date;
  author: string | null;
  subject: string;
  words: string;
  /** An expectation as this change settled it, which may be settled so again. */
  settled: { code: string; phases: PhaseCode[]; why: string } | null;
}

function settledBy({ verb, thingId }: Row, after: Readonly<Record<string, unknown>>) {
  if (verb !== 'settle-expectation' || typeof after['why'] !== 'string') return null;
  const phases = Array.isArray(after['phases']) ? (after['phases'] as unknown[]) : [];
  return {
    code: thingId,
    why: after['why'],
    phases: phases.filter((code): code is PhaseCode => typeof code === 'string' && isPhaseCode(code)),
  };
}

const subjectLabel = ({ kind, termKind }: Row): string =>
  termKind !== null && termKind in TERM_KINDS
    ? TERM_KINDS[termKind as TermKind].label
    : (Object.values(HISTORY_SUBJECTS).find(({ kinds }) => (kinds as readonly string[]).includes(kind))
        ?.label ?? kind);

/**
 * What was changed in the network's lists and settings, the newest first, as long as the audit is kept.
 * @param before only changes earlier than this one's instant, for the next page.
 */
export async function networkHistory(
  db: Sql,
  { subject, before }: { subject: HistorySubject | null; before: Date | null },
): Promise<NetworkChange[]> {
  const kinds = subject
    ? [...HISTORY_SUBJECTS[subject].kinds]
    : Object.values(HISTORY_SUBJECTS).flatMap((one) => [...one.kinds]);
  const rows = await readRows(
    db,
    row,
    sql`SELECT c.id, c.at, c.verb, c.thing_kind AS kind, c.thing_id AS "thingId", c.after, p.full_name AS author, t.label AS term, t.kind AS "termKind", o.name AS organisation
        FROM change c LEFT JOIN person p ON c.actor_kind = 'person' AND p.id::text = c.actor_id
        LEFT JOIN term t ON c.thing_kind = 'term' AND t.id::text = c.thing_id
        LEFT JOIN organisation o ON c.thing_kind = 'organisation' AND o.public_id = c.after->>'into'
        WHERE c.thing_kind = ANY(${kinds}) AND c.verb = ANY(${[...VERBS]}) AND (${before}::timestamptz IS NULL OR c.at < ${before}::timestamptz)
        ORDER BY c.at DESC, c.id DESC LIMIT ${LISTS_SHOWN_AT_ONCE}`,
  );
  return rows.map((change) => {
    const after =
      typeof change.after === 'object' && change.after !== null
        ? (change.after as Record<string, unknown>)
        : {};
    return {
      id: change.id,
      at: change.at,
      author: change.author,
      subject: subjectLabel(change),
      words: WORDS[change.verb](change, after),
      settled: settledBy(change, after),
    };
  });
}
