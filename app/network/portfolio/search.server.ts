import { z } from 'zod';
import { readRows, sql, type Sql } from '~/platform/database/sql.server';
import { folded } from '~/platform/folding';
import type { Network } from '../facts';

export interface SearchResult {
  /** Rank by internal id, best first. */
  found: ReadonlyMap<string, number>;
  /** Nothing holds these words: the nearest spellings are shown instead. */
  approximate: boolean;
}

const MOST_WORDS = 10;
const MOST_NEAR = 50;
const words = (text: string): string[] =>
  folded(text)
    .match(/[\p{L}\p{N}]+/gu)
    ?.slice(0, MOST_WORDS) ?? [];
const idRow = z.object({ id: z.string() });

/** Title first, then mission, then anywhere; inside each, titles in dictionary order. */
function ranked(network: Network, ids: ReadonlySet<string>, asked: readonly string[]): Map<string, number> {
  const holdsAll = (text: string) => {
    const inText = folded(text);
    return asked.every((word) => inText.includes(word));
  };
  const phrase = asked.join(' ');
  const place = (title: string, mission: string) =>
    folded(title) === phrase ? 0 : holdsAll(title) ? 1 : holdsAll(mission) ? 2 : 3;
  const matching = network.startups
    .filter((startup) => ids.has(startup.id))
    .map((startup, index) => ({ id: startup.id, place: place(startup.title, startup.mission), index }));
  matching.sort((a, b) => a.place - b.place || a.index - b.index);
  return new Map(matching.map(({ id }, rank) => [id, rank]));
}

/**
 * Startups whose title, mission or text holds the words: accents, plurals and word endings do not matter, and the
 * beginning of a word is enough. When none does, those whose title or mission is spelt nearly so.
 */
export async function searchStartups(db: Sql, network: Network, text: string): Promise<SearchResult> {
  const asked = words(text);
  if (asked.length === 0) return { found: new Map(), approximate: false };
  const stems = asked.map((word) => `${word}:*`).join(' & ');
  const exact = await readRows(
    db,
    idRow,
    sql`SELECT id FROM startup WHERE search_words(title, mission, content) @@ to_tsquery('french', ${stems})
        UNION SELECT id FROM startup WHERE folded(title || ' ' || mission) LIKE ${`%${asked.join(' ')}%`}`,
  );
  if (exact.length > 0) {
    return { found: ranked(network, new Set(exact.map((row) => row.id)), asked), approximate: false };
  }
  const phrase = asked.join(' ');
  // Short names share few groups of letters with a misspelling of them, and words may be written in one: titles are
  // compared whole, without what is between their words.
  const likeness = sql`greatest(word_similarity(${phrase}, folded(title || ' ' || mission)), similarity(${asked.join('')}, letters(title)))`;
  const near = await readRows(
    db,
    idRow,
    sql`SELECT id FROM startup WHERE ${phrase} <% folded(title || ' ' || mission)
          OR letters(title) % ${asked.join('')}
        ORDER BY ${likeness} DESC, title LIMIT ${MOST_NEAR}`,
  );
  return { found: new Map(near.map((row, rank) => [row.id, rank])), approximate: true };
}
