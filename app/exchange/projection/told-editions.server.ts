import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readDocument } from '~/platform/document/front-matter';
import { TOLD_HERE } from '~/network/awards';
import { readRound } from '../collections/rounds';

/** Where the program's own telling of FAST's public history lies: the editions held before Jalons. */
const FOLDER = join(process.cwd(), 'content', '_fasts');

type Told = ReturnType<typeof readRound>;

let told: ReadonlyMap<number, Told> | null = null;

/** Past editions as public pages told them in sentences, which a program cannot read: facts kept with the program. */
export function toldEdition(edition: number): Told | undefined {
  told ??= new Map(
    readdirSync(FOLDER)
      .map((name) => readRound(name, readDocument(readFileSync(join(FOLDER, name)))))
      .map((read) => [read.row.edition, read]),
  );
  return told.get(edition);
}

/** What a page of the network says of its edition, completed by what is known of it where the page says nothing. */
export function completed({ row, laureates }: Pick<Told, 'row' | 'laureates'>) {
  const known = laureates.length === 0 ? toldEdition(row.edition) : undefined;
  return {
    row: {
      ...row,
      held_on: row.held_on ?? known?.row.held_on ?? null,
      applications: row.applications ?? known?.row.applications ?? null,
      announced_cents: row.announced_cents ?? known?.row.announced_cents ?? null,
      announced_laureates: row.announced_laureates ?? known?.row.announced_laureates ?? null,
    },
    laureates: known?.laureates ?? laureates,
    source: known ? TOLD_HERE : 'page de l’édition',
  };
}
