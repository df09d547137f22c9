// The program's commands: `node bin/jalons.mjs COMMAND …`, as the scripts of package.json call them.
import { pathToFileURL } from 'node:url';
import { join } from 'node:path';
import { prepare, ROOT, say } from './prepare.mjs';

/** Each command with whether it needs the built pages. */
const COMMANDS = {
  serve: { build: true },
  dev: { build: false, file: 'serve', args: ['--developpement'] },
  'content-import': { build: false },
  'content-export': { build: false },
  'content-sync': { build: false },
  'api-compare': { build: false },
  indicators: { build: false },
  datasets: { build: false },
  'admin-add': { build: false },
  backup: { build: false },
  restore: { build: false },
  move: { build: false },
  bench: { build: true },
};

const [name, ...args] = process.argv.slice(2);
const command = Object.hasOwn(COMMANDS, name ?? '') ? COMMANDS[name] : undefined;
if (!command) {
  say(`Commande inconnue : ${name ?? ''}. Commandes : ${Object.keys(COMMANDS).join(', ')}.`);
  process.exit(1);
}
if (name !== 'dev') process.env.NODE_ENV ??= 'production';
prepare({ build: command.build });
const { register } = await import('tsx/esm/api');
register();
const folder = name === 'bench' ? 'tests/bench' : 'app/server/commands';
const file = join(ROOT, folder, `${command.file ?? name}.ts`);
process.argv = [process.argv[0], file, ...(command.args ?? []), ...args];
await import(pathToFileURL(file).href);
