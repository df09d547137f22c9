import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { exportContent } from '~/exchange/export.server';
import { importContent } from '~/exchange/import.server';
import { countByKind } from '~/exchange/report';
import { loadAwards, loadRounds } from '~/network/load.server';
import { total } from '~/platform/money';
import { stoppedClock } from '~/platform/clock.server';
import { readRows, sql } from '~/platform/database/sql.server';
import { foundInstallation } from '~/platform/installation.server';
import { freshDatabase } from '../support/database';
import { folderOf } from '../support/folders';

const CORPUS = process.env['CORPUS_DIR'];
const CONTENT = CORPUS ? join(CORPUS, 'content') : '';

/** The real network's content, where a copy of it is named in CORPUS_DIR: nothing of it is part of this project. */
describe.skipIf(!CORPUS || !existsSync(CONTENT))('The real corpus', () => {
  const clock = stoppedClock('2026-08-20T10:00:00Z');

  test('comes in whole, a second time changes nothing, and goes out byte for byte', async () => {
    const database = await freshDatabase('vide');
    await foundInstallation(database.prisma, 'real', clock.now());
    const report = await importContent({ database, clock }, { dir: CORPUS! });
    const kinds = Object.fromEntries(countByKind(report.oddities));
    const [{ phases }] = (await readRows(
      database.prisma,
      z.object({ phases: z.number() }),
      sql`SELECT count(*)::int AS phases FROM phase`,
    )) as [{ phases: number }];
    process.stdout.write(
      `corpus : ${report.byCollection['_startups']!.created} startups sur ${report.byCollection['_startups']!.read}, ${report.counts.unreadable} illisible, ${phases} phases, ${kinds['phase-meme-jour']} paires le même jour, ${kinds['phase-chevauchement']} chevauchements, ${kinds['phase-future']} débuts futurs\n`,
    );
    expect(report.byCollection['_startups']).toEqual({ read: 596, created: 596, changed: 0, unchanged: 0 });
    expect(report.counts.unreadable).toBe(0);
    expect({ phases, ...kinds }).toMatchObject({
      phases: 1514,
      'phase-meme-jour': 53,
      'phase-chevauchement': 16,
      'phase-future': 4,
    });

    // FAST, edition by edition: laureates, euros known, laureates without an amount; then what was announced.
    const awards = await loadAwards(database.prisma);
    const rounds = await loadRounds(database.prisma);
    const byEdition = rounds.map(({ edition, announcedLaureates, announced }) => {
      const given = awards.filter((award) => award.program === 'fast' && award.edition === edition);
      const { known, unknownCount } = total(given.map(({ awarded }) => awarded));
      return [edition, given.length, known / 100, unknownCount, announcedLaureates, (announced ?? 0) / 100];
    });
    expect(byEdition).toEqual([
      [1, 3, 0, 3, 3, 0],
      [2, 4, 0, 4, 4, 0],
      [3, 5, 0, 5, 5, 0],
      [4, 5, 0, 5, 5, 0],
      [5, 4, 0, 4, 4, 0],
      [6, 7, 0, 7, 7, 0],
      [7, 7, 0, 7, 7, 1_120_000],
      [8, 5, 0, 5, 5, 0],
      [9, 3, 0, 3, 3, 0],
      [10, 2, 0, 2, 2, 0],
      [11, 6, 370_000, 5, 6, 0],
      [12, 10, 1_830_000, 0, 10, 1_830_000],
      [13, 10, 2_530_000, 0, 10, 2_530_000],
      // Of the part that is visible: one laureate has its fiche elsewhere.
      [14, 7, 1_412_000, 0, 8, 1_537_000],
      // The fiches alone still tell 6 for 770,000 €: two awards were overwritten by a later one, one of them is known.
      [15, 7, 770_000, 1, 8, 830_000],
      [16, 4, 800_000, 0, 5, 1_000_000],
      [17, 8, 960_000, 1, 8, 1_100_000],
    ]);
    const ofFiches = awards.filter(
      ({ edition, program, sources }) =>
        program === 'fast' && edition === 15 && sources.some((source) => source.startsWith('fiche')),
    );
    expect([ofFiches.length, total(ofFiches.map(({ awarded }) => awarded)).known / 100]).toEqual([
      6, 770_000,
    ]);

    const second = await importContent({ database, clock }, { dir: CORPUS! });
    expect(second.counts).toMatchObject({ created: 0, changed: 0, proposals: 0 });

    const out = await folderOf();
    await exportContent({ database }, { dir: out, demo: false });
    for (const collection of ['_startups', '_incubators', '_organisations', '_teams']) {
      const names = (await readdir(join(CONTENT, collection))).sort();
      expect((await readdir(join(out, collection))).sort()).toEqual(names);
      for (const name of names) {
        const [before, after] = await Promise.all([
          readFile(join(CONTENT, collection, name)),
          readFile(join(out, collection, name)),
        ]);
        expect(after.equals(before), `${collection}/${name}`).toBe(true);
      }
    }
  });
});
