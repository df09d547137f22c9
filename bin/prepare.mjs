// Everything that a fresh clone lacks, made ready by Node and npm alone. No dependency may be used here.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const OLDEST = [20, 19];

export const say = (sentence) => process.stderr.write(`${sentence}\n`);

function fail(sentence) {
  say(sentence);
  process.exit(1);
}

function run(what, command, args, env = {}) {
  const result = spawnSync(command, args, {
    cwd: ROOT,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    encoding: 'utf8',
    maxBuffer: 64e6,
    shell: process.platform === 'win32',
  });
  if (result.status !== 0) {
    fail(`${what} a échoué :\n${result.stdout ?? ''}${result.stderr ?? ''}${result.error?.message ?? ''}`);
  }
}

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1])) {
    fail(
      `Node ${process.versions.node} est trop ancien : installez Node ${OLDEST.join('.')} ou plus récent.`,
    );
  }
}

const readJson = (file) => JSON.parse(readFileSync(join(ROOT, file), 'utf8'));

/** What is installed against what the lock asks for; packages of other platforms may be absent. */
function isInstalled() {
  if (!existsSync(join(ROOT, 'node_modules/.package-lock.json'))) return false;
  const wanted = readJson('package-lock.json').packages;
  const installed = readJson('node_modules/.package-lock.json').packages;
  return Object.entries(wanted).every(
    ([path, { version, optional, dev }]) =>
      path === '' ||
      optional ||
      // Hosts take away what only building needs, once it is built.
      (dev && process.env.NODE_ENV === 'production') ||
      installed[path]?.version === version,
  );
}

function filesBelow(folder) {
  return readdirSync(join(ROOT, folder), { withFileTypes: true })
    .flatMap((entry) => {
      const path = `${folder}/${entry.name}`;
      if (path === 'app/platform/database/client') return [];
      return entry.isDirectory() ? filesBelow(path) : [path];
    })
    .sort();
}

function digestOf(files) {
  const hash = createHash('sha256');
  for (const file of files)
    hash
      .update(file)
      .update('\0')
      .update(readFileSync(join(ROOT, file)))
      .update('\0');
  return hash.digest('hex');
}

/** Runs `make` unless it was last run on the same sources. */
function whenChanged(marker, sources, sentence, make) {
  const digest = digestOf(sources);
  const file = join(ROOT, marker);
  if (existsSync(file) && readFileSync(file, 'utf8') === digest) return;
  say(sentence);
  make();
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, digest);
}

/** @param {{ build: boolean }} wanted whether the pages are to be built too. */
export function prepare({ build }) {
  checkNode();
  process.chdir(ROOT);
  if (!isInstalled()) {
    say('Installation des dépendances (une à deux minutes, une seule fois)…');
    run('L’installation', 'npm', ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error']);
  }
  whenChanged(
    'app/platform/database/client/.sources',
    ['prisma/schema.prisma', 'package-lock.json'],
    'Préparation de l’accès à la base…',
    // Generating needs no engine, but looks for one: any existing file will do, and none is downloaded.
    () =>
      run(
        'La préparation de l’accès à la base',
        process.execPath,
        ['node_modules/prisma/build/index.js', 'generate'],
        {
          PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
        },
      ),
  );
  if (build) {
    whenChanged(
      'build/.sources',
      [...filesBelow('app'), 'vite.config.ts', 'remix.config.js', 'package-lock.json', 'tsconfig.json'],
      'Construction des pages (une dizaine de secondes)…',
      () =>
        run(
          'La construction des pages',
          process.execPath,
          ['node_modules/@remix-run/dev/dist/cli.js', 'vite:build'],
          { NODE_ENV: 'production' },
        ),
    );
  }
}
