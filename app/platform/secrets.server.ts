import { createHash, createHmac, randomBytes, randomInt } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** 256 bits that nobody can guess, safe in an address. */
export const randomToken = (): string => randomBytes(32).toString('base64url');

/** What is kept of a secret that only its bearer holds: a reader of the database cannot act with it. */
export const digest = (secret: string): string => createHash('sha256').update(secret).digest('hex');

/** Letters and digits that are not taken for each other when read aloud or typed again. */
const CODE_ALPHABET = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789';
const CODE_LENGTH = 8;

export const randomCode = (): string =>
  Array.from({ length: CODE_LENGTH }, () => CODE_ALPHABET[randomInt(CODE_ALPHABET.length)]).join('');

/** A code as somebody types it: spaces, hyphens and case do not matter. */
export const typedCode = (text: string): string => text.toUpperCase().replace(/[^A-Z0-9]/g, '');

/** A short code is kept under the program's secret: without it the database alone does not give it away. */
export const sealed = (secret: string, text: string): string =>
  createHmac('sha256', secret).update(text).digest('hex');

/** The program's secret: that of the settings, else one made once in the data folder. */
export function programSecret({ secret, dataDir }: { secret: string | null; dataDir: string }): string {
  if (secret) return secret;
  const file = join(dataDir, 'secret');
  if (!existsSync(file)) {
    mkdirSync(dataDir, { recursive: true });
    try {
      writeFileSync(file, randomToken(), { mode: 0o600, flag: 'wx' });
    } catch (error) {
      // Another process made it in the meantime: that one serves both.
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
  return readFileSync(file, 'utf8').trim();
}
