import type { Browser, BrowserContextOptions } from 'playwright-core';
import { visitor } from './browser';

/** A demonstration's person, come in by one click, in a browser of their own. */
export async function signedIn(
  browser: Browser,
  url: string,
  name: string,
  options: BrowserContextOptions = {},
): Promise<Awaited<ReturnType<typeof visitor>>> {
  const person = await visitor(browser, options);
  await person.page.goto(`${url}/connexion`);
  await person.page.getByRole('button', { name: new RegExp(`^Entrer comme ${name}`) }).click();
  await person.page.waitForURL(/\/espace$/);
  return person;
}
