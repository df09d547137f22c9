import { AxeBuilder } from '@axe-core/playwright';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import { afterAll, expect } from 'vitest';
import { findBrowser } from './browser-path';

export const hasBrowser = findBrowser() !== null;

/** As an ordinary person's browser says itself: a robot's name would change how the server answers. */
const USER_AGENT =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36';

const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** A real Chromium, closed after the tests of the file. */
export async function startBrowser(): Promise<Browser> {
  const browser = await chromium.launch({ executablePath: findBrowser()!, args: ARGUMENTS });
  afterAll(() => browser.close());
  return browser;
}

/** A page of a visitor of one's own; whatever its console complains of fails the test that asks `quiet`. */
export async function visitor(
  browser: Browser,
  options: BrowserContextOptions = {},
): Promise<{ page: Page; quiet(): void; done(): Promise<void> }> {
  const context = await browser.newContext({
    userAgent: USER_AGENT,
    locale: 'fr-FR',
    viewport: { width: 1280, height: 900 },
    ...options,
  });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  return { page, quiet: () => expect(complaints.splice(0)).toEqual([]), done: () => context.close() };
}

/** What a look can change of a page that was seen: dark changes colours, narrow changes places. */
const CHANGED_BY = {
  dark: ['color-contrast', 'link-in-text-block'],
  narrow: ['target-size', 'scrollable-region-focusable'],
};

/** What axe finds on the page, one line a fault; a page seen again is asked only what its look changes. */
export async function axeFaults(page: Page, sight: 'first' | 'dark' | 'narrow' = 'first'): Promise<string[]> {
  // The pages have no frames of other sites: axe need not open a page of its own to gather them.
  const axe = new AxeBuilder({ page }).setLegacyMode(true);
  const { violations } = await (
    sight !== 'first'
      ? axe.withRules(CHANGED_BY[sight])
      : axe.withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
  ).analyze();
  return violations.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id} : ${node.target.join(' ')} ${node.failureSummary?.split('\n')[1] ?? ''}`),
  );
}

const LIGHT = { name: 'clair', colorScheme: 'light', width: 1280 } as const;
const DARK = { name: 'sombre', colorScheme: 'dark', width: 1280 } as const;
const NARROW = { name: '320 pixels', colorScheme: 'light', width: 320 } as const;
/** Axe looks at every page in light; what dark and narrow change of it is left to the full checks, but for its width. */
const WHOLE = Boolean(process.env['CI']);
const LOOKS = WHOLE ? [LIGHT, DARK, NARROW] : [LIGHT, NARROW];

/** What is wrong with the page that is open, in every look: axe's faults, and what is wider than the screen. */
export async function faultsInAllLooks(page: Page): Promise<string[]> {
  const faults: string[] = [];
  for (const { name, colorScheme, width } of LOOKS) {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height: 900 });
    const sight = width <= 320 ? 'narrow' : colorScheme === 'dark' ? 'dark' : 'first';
    if (WHOLE || sight === 'first')
      faults.push(...(await axeFaults(page, sight)).map((fault) => `${name} : ${fault}`));
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    if (overflow > 0) faults.push(`${name} : ${overflow} pixels de trop`);
  }
  return faults;
}

/** Opens a page and waits until its script has taken it over: no longer, as waiting for silence would. */
export async function open(page: Page, url: string): Promise<Awaited<ReturnType<Page['goto']>>> {
  const answer = await page.goto(url);
  await page.waitForFunction(() => '__remixRouter' in window);
  return answer;
}
