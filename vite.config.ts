import { vitePlugin as remix } from '@remix-run/dev';
import tailwindcss from '@tailwindcss/vite';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import remixConfig from './remix.config.js';
import { stateSheet } from './app/design/theme/postcss-state-sheet';

declare module '@remix-run/node' {
  interface Future {
    v3_singleFetch: true;
  }
}

export default defineConfig({
  plugins: [tailwindcss(), remix(remixConfig)],
  resolve: { alias: { '~': fileURLToPath(new URL('./app', import.meta.url)) } },
  css: { postcss: { plugins: [stateSheet()] } },
  build: {
    assetsInlineLimit: 0,
    // The same style sheet must bear the same name in the client and in the server build.
    cssMinify: 'esbuild',
    chunkSizeWarningLimit: 900,
    // Few files on the wire: small parts that several pages share stay together.
    rollupOptions: { output: { experimentalMinChunkSize: 30_000 } },
  },
  ssr: { external: ['@prisma/client', '@electric-sql/pglite', 'pg', '@resvg/resvg-wasm'] },
});
