import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, test } from 'vitest';

/** From the ground up: each may import those before it. */
const FLOORS = [
  'platform',
  'design',
  'person',
  'startup',
  'impact',
  'committee',
  'round',
  'network',
  'exchange',
  'routes',
  'server',
];

function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (path.includes('database/client')) return [];
    return entry.isDirectory() ? sources(path) : /\.tsx?$/.test(entry.name) ? [path] : [];
  });
}

const floorOf = (path: string): number => FLOORS.indexOf(path.split('/')[1] ?? '');

describe('The house', () => {
  test('imports go down only', () => {
    const upward: string[] = [];
    for (const file of sources('app')) {
      const from = floorOf(file);
      if (from === -1) continue;
      for (const [, target] of readFileSync(file, 'utf8').matchAll(
        /(?:from|import)\s*\(?\s*'([~.][^']*)'/g,
      )) {
        const path = target!.startsWith('~/')
          ? target!.replace('~/', 'app/')
          : normalize(join(dirname(file), target!));
        const to = floorOf(path);
        if (to > from) upward.push(`${file} → ${path}`);
      }
    }
    expect(upward).toEqual([]);
  });

  test('every folder of app stands on a floor', () => {
    const folders = readdirSync('app', { withFileTypes: true }).filter((entry) => entry.isDirectory());
    expect(folders.map(({ name }) => name).sort()).toEqual([...FLOORS].sort());
  });

  test('no drawers: a file is named by its subject', () => {
    expect(sources('app').filter((file) => /(utils?|helpers?|misc|common)\b/.test(file))).toEqual([]);
  });
});
