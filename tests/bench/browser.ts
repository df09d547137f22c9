import { chromium } from 'playwright-core';
import { findBrowser } from '../support/browser-path';
import type { Report } from './measure';

interface TraceEvent {
  name: string;
  dur?: number;
  pid: number;
  tid: number;
}

/** The longest task of the page's own thread, in milliseconds, cold cache. */
async function longestTask(url: string): Promise<number> {
  const browser = await chromium.launch({
    executablePath: findBrowser()!,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
  try {
    const page = await (await browser.newContext({ viewport: { width: 1280, height: 900 } })).newPage();
    await page.goto('about:blank');
    await browser.startTracing(page, {
      categories: ['toplevel', 'devtools.timeline', 'disabled-by-default-devtools.timeline'],
    });
    await page.goto(url, { waitUntil: 'networkidle' });
    const { traceEvents } = JSON.parse((await browser.stopTracing()).toString()) as {
      traceEvents: TraceEvent[];
    };
    const drawing = traceEvents.filter(
      (event) => event.name === 'Layout' || event.name === 'UpdateLayoutTree',
    );
    const threads = new Set(drawing.map(({ pid, tid }) => `${pid}/${tid}`));
    const tasks = traceEvents.filter(
      (event) => event.name === 'RunTask' || event.name === 'ThreadControllerImpl::RunTask',
    );
    return Math.max(
      0,
      ...tasks.filter(({ pid, tid }) => threads.has(`${pid}/${tid}`)).map(({ dur }) => (dur ?? 0) / 1000),
    );
  } finally {
    await browser.close();
  }
}

const middle = (values: number[]): number => values.sort((a, b) => a - b)[Math.floor(values.length / 2)]!;

/** Pages in a real browser against the barest page of the same framework. */
export async function measureBrowser(
  report: Report,
  origin: string,
  paths: readonly string[],
): Promise<void> {
  if (!findBrowser()) return report.line('  aucun Chromium : mesure du navigateur passée');
  const of = async (path: string) => {
    const found: number[] = [];
    for (let index = 0; index < 5; index += 1) found.push(await longestTask(origin + path));
    return middle(found);
  };
  const bare = await of('/mentions-legales');
  report.line(`  page nue : tâche la plus longue ${bare.toFixed(1)} ms`);
  for (const path of paths) {
    const task = await of(path);
    report.ratio(`${path}, tâche la plus longue ÷ page nue (${task.toFixed(1)} ms)`, task / bare, {
      atMost: 2,
    });
  }
}
