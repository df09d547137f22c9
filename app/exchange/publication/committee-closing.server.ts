import {
  confirmPhase,
  effectOfItem,
  endCommittee,
  lockForClosing,
  openFunding,
  phasesBefore,
} from '~/committee/closing.server';
import { insertCommittee, permittedOnAll } from '~/committee/committees.server';
import { insertCondition } from '~/committee/conditions/conditions.server';
import type { PastInput } from '~/committee/decision-schema';
import { refuseFaults, writeDecision } from '~/committee/decisions.server';
import { publicWords } from '~/committee/outcomes';
import type { Committee, Item } from '~/committee/reads.server';
import { COMMITTEE_KINDS, USUAL_AGENDA, type CommitteeKind } from '~/committee/vocabulary';
import { RuleError, type Acting } from '~/person/acting';
import type { StartupTies } from '~/person/rights';
import type { Sql } from '~/platform/database/sql.server';
import type { Day } from '~/platform/day';
import { editDocument, readDocument, type FrontMatterDocument } from '~/platform/document/front-matter';
import { prepareRelay } from './relay.server';
import { readFile, replaceBytes } from './replace.server';

type Entry = Record<string, unknown>;

const entriesOf = ({ attributes }: FrontMatterDocument, key: string): Entry[] =>
  Array.isArray(attributes[key]) ? (attributes[key] as Entry[]) : [];
const isLater = (entry: Entry, start: Day): boolean =>
  typeof entry['start'] === 'string' && entry['start'] > start;

/** The phases of a fiche with one more, in its place in time: the one before it ends where it begins. */
function withPhase(phases: readonly Entry[], opened: { code: string; start: Day }): Entry[] {
  const later = phases.findIndex((entry) => isLater(entry, opened.start));
  const place = later === -1 ? phases.length : later;
  const next = phases[place];
  return [
    ...phases
      .slice(0, place)
      .map((entry, index) =>
        index === place - 1 && (!entry['end'] || String(entry['end']) > opened.start)
          ? { ...entry, end: opened.start }
          : entry,
      ),
    { name: opened.code, start: opened.start, ...(next ? { end: next['start'] } : {}) },
    ...phases.slice(place),
  ];
}

/** One startup's decision becomes public: its phase, its event, and nothing else of its fiche. */
async function applyDecision(tx: Sql, acting: Acting, committee: Committee, item: Item): Promise<void> {
  await refuseFaults(tx, item.startupId, committee.heldOn, { ...item, outcome: item.outcome! });
  const effect = await effectOfItem(tx, committee, item);
  const file = await readFile(tx, '_startups', item.publicId, { lock: true });
  if (!file || file.archived)
    throw new RuleError(`La page de ${item.title} est archivée ou ne se lit pas : rien n’a été clos.`);
  const document = readDocument(file.bytes);
  const event = {
    name: 'committee',
    date: committee.heldOn,
    comment: publicWords(item, effect.opens?.code ?? effect.confirms?.code),
  };
  const bytes = editDocument(file.bytes, {
    ...(effect.opens === null ? {} : { phases: withPhase(entriesOf(document, 'phases'), effect.opens) }),
    events: [...entriesOf(document, 'events'), event],
  });
  await replaceBytes(tx, acting, file, bytes, { nature: 'comite', reason: `comité ${committee.id}` });
  if (effect.opens) await confirmPhase(tx, item.startupId, effect.opens);
  if (effect.confirms) await confirmPhase(tx, item.startupId, effect.confirms);
  await openFunding(tx, committee, item);
  await prepareRelay(tx, acting.clock.now(), item.startupId, effect.opens ?? effect.confirms);
}

async function closeWithin(
  tx: Sql,
  acting: Acting,
  { id, version, silent }: { id: string; version: number | null; silent: boolean },
): Promise<void> {
  const committee = await lockForClosing(tx, acting, id, version);
  const phases = await phasesBefore(tx, committee);
  for (const item of committee.items)
    if (item.state === 'decide') await applyDecision(tx, acting, committee, item);
  await endCommittee(tx, acting, committee, { phases, silent });
}

/**
 * Closes a committee in one transaction: phases, public events, money, conditions, targets, minutes and mails, or
 * nothing. A second closing finds it closed.
 * @throws {RuleError} {StaleError} {RefusedError}
 */
export async function closeCommittee(
  acting: Acting,
  { id, version }: { id: string; version: number },
): Promise<void> {
  await acting.database.transaction((tx) => closeWithin(tx, acting, { id, version, silent: false }), {
    seconds: 30,
  });
}

/** A committee that was held elsewhere, written down and closed at once. @returns its id. */
export async function recordPastCommittee(
  acting: Acting,
  startup: StartupTies,
  kind: CommitteeKind,
  { heldOn, decision, conditions }: PastInput,
): Promise<string> {
  permittedOnAll(acting, 'startup.decider', [startup]);
  if (heldOn > acting.clock.today())
    throw new RuleError('Cette date n’est pas passée : planifiez plutôt le comité.', 'date');
  if (!COMMITTEE_KINDS[kind].decides) throw new RuleError('Un atelier ne décide pas.', 'nature');
  return acting.database.transaction(
    async (tx) => {
      const now = acting.clock.now();
      const { id, itemIds } = await insertCommittee(
        tx,
        now,
        { kind, heldOn, startsAt: null, place: null, visio: null },
        [startup],
        USUAL_AGENDA,
      );
      await refuseFaults(tx, startup.id, heldOn, decision);
      await writeDecision(tx, itemIds[0]!, decision);
      for (const { suffix, ...condition } of conditions) {
        if (condition.echeance < heldOn)
          throw new RuleError('L’échéance vient après le comité.', `echeance${suffix}`);
        await insertCondition(tx, now, { itemId: itemIds[0]!, startupId: startup.id }, condition);
      }
      await closeWithin(tx, acting, { id, version: null, silent: true });
      return id;
    },
    { seconds: 30 },
  );
}

/** What closing would publish of each startup that is decided: read before anybody closes. */
export async function closingPreview(db: Sql, committee: Committee) {
  const decided = committee.items.filter(({ state }) => state === 'decide');
  return Promise.all(
    decided.map(async (item) => ({
      title: item.title,
      publicId: item.publicId,
      words: publicWords(item),
      opens: (await effectOfItem(db, committee, item)).opens,
    })),
  );
}
