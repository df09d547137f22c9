import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import type { RequestHandler } from 'express';
import { sendPage, storePage, type StoredPage } from './page-cache.server';

const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff': 'font/woff',
  '.woff2': 'font/woff2',
};

/** Built files, kept in memory and compressed once: their names change with their content, so they never expire. */
export function serveAssets(folder: string): RequestHandler {
  const files = new Map<string, StoredPage>();
  for (const name of readdirSync(folder)) {
    const type = TYPES[extname(name)];
    if (!type) continue;
    const headers = { 'Content-Type': type, 'Cache-Control': 'public, max-age=31536000, immutable' };
    files.set(`/${name}`, storePage(200, headers, readFileSync(join(folder, name))));
  }
  return (request, response, next) => {
    const file = files.get(request.path);
    if (!file || (request.method !== 'GET' && request.method !== 'HEAD')) return next();
    sendPage(request, response, file).catch(next);
  };
}
