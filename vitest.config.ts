import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: { alias: { '~': fileURLToPath(new URL('./app', import.meta.url)) } },
  test: {
    include: ['tests/**/*.test.{ts,tsx}'],
    globalSetup: ['tests/support/prepare.ts'],
    setupFiles: ['tests/support/no-stray-errors.ts'],
    // What is built is run as it will be, by Node itself.
    server: { deps: { external: [/\/build\/server\//] } },
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 120_000,
    hookTimeout: 120_000,
    reporters: ['default'],
    coverage: {
      provider: 'v8',
      include: ['app/**/*.{ts,tsx}'],
      exclude: ['app/platform/database/client/**'],
      reporter: ['text-summary'],
    },
  },
});
