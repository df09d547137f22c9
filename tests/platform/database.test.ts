import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { purgeAudit, recordChanges } from '~/platform/audit.server';
import { movableClock, stoppedClock } from '~/platform/clock.server';
import { Prisma } from '~/platform/database/client/client';
import { FolderInUseError } from '~/platform/database/lock.server';
import { migrate, MigrationError, readMigrations } from '~/platform/database/migrate.server';
import { MIGRATIONS, openFolder } from '~/platform/database/open.server';
import { readRows, sql } from '~/platform/database/sql.server';
import { readDataVersion, raiseDataVersion } from '~/platform/data-version.server';
import { planJob, runDueJobs } from '~/platform/jobs.server';
import { createLog } from '~/platform/log.server';
import { withinLimit } from '~/platform/rate-limit.server';
import { freshDatabase } from '../support/database';
import { folderOf } from '../support/folders';

const log = createLog('silent');
const clock = stoppedClock('2026-11-21T10:00:00Z');
const system = { actor: { kind: 'program' as const, id: null }, at: clock.now(), requestId: null };

describe('Migrations', () => {
  test('are applied once, and again change nothing', async () => {
    const database = await freshDatabase('vide');
    expect(await migrate(database.pool, readMigrations(MIGRATIONS))).toEqual([]);
  });

  test('a changed file and a newer database are refused, a failing one leaves nothing', async () => {
    const database = await freshDatabase('vide');
    const migrations = readMigrations(MIGRATIONS);
    await expect(
      migrate(database.pool, [{ ...migrations[0]!, sql: `${migrations[0]!.sql} ` }, ...migrations.slice(1)]),
    ).rejects.toThrow(/a changé depuis/);
    await expect(migrate(database.pool, [])).rejects.toThrow(/version plus récente/);
    const failing = { name: '99990101000000_failing', sql: 'CREATE TABLE half (id int); SELECT 1 / 0;' };
    await expect(migrate(database.pool, [...migrations, failing])).rejects.toThrow(MigrationError);
    expect((await database.pool.query(`SELECT to_regclass('half') AS half`)).rows[0]).toEqual({ half: null });
    expect(
      await migrate(database.pool, [...migrations, { ...failing, sql: 'CREATE TABLE half (id int)' }]),
    ).toEqual(['99990101000000_failing']);
  });

  test('and schema.prisma describe the same database: columns, types, nullability, keys', async () => {
    const database = await freshDatabase('vide');
    const { rows } = await database.pool.query<{
      table: string;
      column: string;
      type: string;
      nullable: boolean;
    }>(
      `SELECT table_name AS table, column_name AS column, udt_name AS type, is_nullable = 'YES' AS nullable
       FROM information_schema.columns WHERE table_schema = 'public' AND table_name <> '_prisma_migrations'`,
    );
    const TYPES: Record<string, string[]> = {
      String: ['text', 'uuid', '_text'],
      Int: ['int2', 'int4'],
      BigInt: ['int8'],
      Boolean: ['bool'],
      Float: ['float8'],
      DateTime: ['timestamptz', 'date'],
      Json: ['jsonb'],
      Bytes: ['bytea'],
    };
    const schema = readFileSync('prisma/schema.prisma', 'utf8');
    const described: string[] = [];
    for (const [, body] of schema.matchAll(/^model \w+ \{([\s\S]*?)^\}/gm)) {
      const table = /@@map\("(\w+)"\)/.exec(body!)![1]!;
      for (const [, field, type, mark, rest] of body!.matchAll(
        /^ {2}(\w+) +(String|Int|BigInt|Float|Boolean|DateTime|Json|Bytes)(\?|\[\])?(.*)$/gm,
      )) {
        const column = /@map\("(\w+)"\)/.exec(rest!)?.[1] ?? field!;
        const found = rows.find((row) => row.table === table && row.column === column);
        expect(found, `${table}.${column}`).toBeDefined();
        expect(TYPES[type!], `${table}.${column}`).toContain(found!.type);
        expect(found!.nullable, `${table}.${column}`).toBe(mark === '?');
        const native = /@db\.(\w+)/.exec(rest!)?.[1]?.toLowerCase();
        if (native)
          expect({ uuid: 'uuid', date: 'date', timestamptz: 'timestamptz', smallint: 'int2' }[native]).toBe(
            found!.type,
          );
        described.push(`${table}.${column}`);
      }
    }
    expect(described.sort()).toEqual(rows.map((row) => `${row.table}.${row.column}`).sort());
    const keys = (
      await database.pool.query<{ n: number }>(
        `SELECT count(*)::int AS n FROM pg_constraint WHERE contype = 'f' AND connamespace = 'public'::regnamespace`,
      )
    ).rows[0]!.n;
    expect(schema.match(/@relation\([^)]*fields:/g)!.length).toBe(keys);
    const uniques = (
      await database.pool.query<{ n: number }>(
        `SELECT count(*)::int AS n FROM pg_constraint WHERE contype IN ('u', 'p') AND connamespace = 'public'::regnamespace AND conrelid <> '_prisma_migrations'::regclass`,
      )
    ).rows[0]!.n;
    expect(schema.match(/@unique|@@unique|@id|@@id/g)!.length).toBe(uniques);
    expect(Object.keys(Prisma.ModelName).length).toBe(new Set(rows.map((row) => row.table)).size);
  });
});

describe('The audit', () => {
  test('refuses to be changed, and leaves by its purge alone, which is recorded', async () => {
    const database = await freshDatabase('vide');
    await recordChanges(database.prisma, { ...system, at: new Date('2020-01-01') }, [
      { verb: 'edit', thing: { kind: 'startup', id: 'a' } },
    ]);
    for (const attempt of ['UPDATE change SET verb = $$x$$', 'DELETE FROM change', 'TRUNCATE change']) {
      await expect(database.pool.query(attempt)).rejects.toThrow(/append-only/);
    }
    expect(await database.transaction((tx) => purgeAudit(tx, system, new Date('2021-01-01')))).toBe(1);
    await expect(database.pool.query('DELETE FROM change')).rejects.toThrow(/append-only/);
    expect((await database.pool.query('SELECT verb FROM change')).rows).toEqual([{ verb: 'purge' }]);
  });

  test('of a transaction that fails leaves nothing', async () => {
    const database = await freshDatabase('vide');
    await expect(
      database.transaction(async (tx) => {
        await recordChanges(tx, system, [{ verb: 'edit', thing: { kind: 'startup', id: 'a' } }]);
        await raiseDataVersion(tx);
        throw new Error('no');
      }),
    ).rejects.toThrow('no');
    expect((await database.pool.query('SELECT 1 FROM change')).rowCount).toBe(0);
    expect(await readDataVersion(database.prisma)).toBe(1);
  });
});

describe('Shared grounds', () => {
  test('a limit counts per subject and window, and keeps no address', async () => {
    const database = await freshDatabase('vide');
    const limit = { name: 'essai', limit: 2, minutes: 60 };
    const tries = [];
    for (const subject of ['1.2.3.4', '1.2.3.4', '5.6.7.8', '1.2.3.4'])
      tries.push(await withinLimit(database.prisma, clock.now(), { ...limit, subject }));
    expect(tries).toEqual([true, true, true, false]);
    expect(
      await withinLimit(database.prisma, new Date(clock.now().getTime() + 3_600_000), {
        ...limit,
        subject: '1.2.3.4',
      }),
    ).toBe(true);
    const { rows } = await database.pool.query<{ bucket: string }>('SELECT bucket FROM rate_limit');
    expect(rows.some(({ bucket }) => bucket.includes('1.2.3.4'))).toBe(false);
  });

  test('a job runs when due, once; a failing one comes back later, and a dead process’s is taken up', async () => {
    const database = await freshDatabase('vide');
    const ran: string[] = [];
    let failing = true;
    const kinds = {
      daily: {
        run: async () => void ran.push('daily'),
        next: (now: Date) => new Date(now.getTime() + 86_400_000),
      },
      broken: {
        run: async () => {
          if (failing) throw new Error('once');
          ran.push('broken');
        },
      },
    };
    const at = (hours: number) =>
      stoppedClock(new Date(clock.now().getTime() + hours * 3_600_000).toISOString());
    const run = (hours: number) => runDueJobs({ database, clock: at(hours), log }, kinds);
    await database.transaction((tx) => planJob(tx, 'daily', at(1).now()));
    await database.transaction((tx) => planJob(tx, 'daily', at(2).now()));
    expect(await run(0)).toBe(0);
    expect(await run(1)).toBe(1);
    expect(await run(2)).toBe(0);
    expect(await run(26)).toBe(1);

    await database.transaction((tx) => planJob(tx, 'broken', at(26).now()));
    expect(await run(26)).toBe(0);
    expect(
      (await database.pool.query(`SELECT last_error, attempts FROM job WHERE kind = 'broken'`)).rows,
    ).toEqual([{ last_error: 'once', attempts: 1 }]);
    failing = false;
    await database.pool.query(`UPDATE job SET leased_until = $1 WHERE kind = 'broken'`, [at(27).now()]);
    expect(await run(26.5)).toBe(0);
    expect(await run(27.1)).toBe(1);
    expect(ran).toEqual(['daily', 'daily', 'broken']);
  });

  test('a moved clock is read from the database by whoever asks', async () => {
    const database = await freshDatabase('vide');
    const moved = movableClock(database);
    await database.pool.query(`INSERT INTO clock_override (id, instant) VALUES (1, '2030-06-30T22:30:00Z')`);
    await moved.refresh();
    expect(moved.today()).toBe('2030-07-01');
  });

  test('words are folded in SQL as they are in the program', async () => {
    const database = await freshDatabase('vide');
    const rows = await readRows(
      database.prisma,
      z.object({ f: z.string() }),
      sql`SELECT folded('Œuvre ÉTÉ ça') AS f`,
    );
    expect(rows).toEqual([{ f: 'oeuvre ete ca' }]);
  });
});

describe('The folder of the embedded database', () => {
  test('serves one process: a second is refused with its reason, and a killed one leaves no lock behind', async () => {
    const folder = await folderOf();
    const holder = spawn(
      process.execPath,
      ['--import', 'tsx', join(process.cwd(), 'tests/support/hold-folder.ts'), folder],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    onTestFinished(() => void holder.kill('SIGKILL'));
    for await (const line of createInterface({ input: holder.stdout! })) if (line === 'held') break;
    const refusal = await openFolder(folder).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(FolderInUseError);
    expect((refusal as Error).message).toContain(`le processus ${holder.pid}`);
    const gone = new Promise((resolve) => holder.once('exit', resolve));
    holder.kill('SIGKILL');
    await gone;
    const database = await openFolder(folder);
    expect(await readDataVersion(database.prisma)).toBe(1);
    await database.close();
  });

  test('left locked by a dead process, is taken over by exactly one of many that try at once', async () => {
    const folder = await folderOf({
      'verrou.json': JSON.stringify({ pid: 999_999_99, bornAt: '1', command: 'mort', since: '2026-01-01' }),
    });
    const tries = Array.from({ length: 5 }, () => {
      const child = spawn(process.execPath, [
        '--import',
        'tsx',
        join(process.cwd(), 'tests/support/try-lock.ts'),
        folder,
      ]);
      onTestFinished(() => void child.kill('SIGKILL'));
      return new Promise<string>((resolve) => {
        child.stdout!.once('data', (chunk: Buffer) => resolve(chunk.toString().trim()));
      });
    });
    expect((await Promise.all(tries)).sort()).toEqual(['held', 'refused', 'refused', 'refused', 'refused']);
  });
});
