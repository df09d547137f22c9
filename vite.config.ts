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

/**
 * Few files on the wire, and a reader of the public pages carries nothing of the editing space:
 * what pages share is one file for the library, one for the network, one for the forms.
 */
function sharedFile(module: string): string | undefined {
  if (
    /node_modules\/(react|react-dom|react-router|react-router-dom|scheduler|turbo-stream|@remix-run)\//.test(
      module,
    )
  )
    return 'bibliotheque';
  if (
    /\/app\/(design\/form\/(?!Field)|platform\/(document|form-fields)|exchange|person\/(parts|mission-schema))|node_modules\/zod\//.test(
      module,
    )
  )
    return 'formulaires';
  if (/\/app\/(platform|design|person|startup|network)\/.*\.tsx?$/.test(module)) return 'reseau';
  return undefined;
}

export default defineConfig(({ isSsrBuild }) => ({
  plugins: [tailwindcss(), remix(remixConfig)],
  resolve: { alias: { '~': fileURLToPath(new URL('./app', import.meta.url)) } },
  css: { postcss: { plugins: [stateSheet()] } },
  build: {
    assetsInlineLimit: 0,
    // The same style sheet must bear the same name in the client and in the server build.
    cssMinify: 'esbuild',
    chunkSizeWarningLimit: 900,
    ...(isSsrBuild ? {} : { rollupOptions: { output: { manualChunks: sharedFile } } }),
  },
  ssr: { external: ['@prisma/client', '@electric-sql/pglite', 'pg', '@resvg/resvg-wasm'] },
}));
