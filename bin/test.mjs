// `npm test`: sets up all that the tests need, says what this machine lacks, and runs them.
import { spawn } from 'node:child_process';
import { prepare, ROOT } from './prepare.mjs';

prepare({ build: true });
const child = spawn(process.execPath, ['node_modules/vitest/vitest.mjs', 'run', ...process.argv.slice(2)], {
  cwd: ROOT,
  stdio: 'inherit',
  env: { ...process.env, NODE_ENV: 'test' },
});
child.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
