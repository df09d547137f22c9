import { Resvg, initWasm } from '@resvg/resvg-wasm';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { barsOf, timeScale, type LifeLineData } from '~/startup/parts/life-line-geometry';
import type { PhaseCode } from '~/startup/rules';

const require = createRequire(import.meta.url);
const WIDTH = 1200;
const HEIGHT = 630;

/** The light theme's phase colours: a picture has no theme to follow. */
const COLOURS: Readonly<Record<PhaseCode, string>> = {
  investigation: '#b98a00',
  construction: '#d1621f',
  acceleration: '#2f6fbb',
  consolidation: '#7a5cd6',
  opere: '#00776b',
  transfere: '#2c8a3d',
  'abandon-investigation': '#8d8d8d',
  abandon: '#5a5a5a',
};

let fonts: Promise<Uint8Array[]> | null = null;

function prepare(): Promise<Uint8Array[]> {
  fonts ??= (async () => {
    await initWasm(await readFile(require.resolve('@resvg/resvg-wasm/index_bg.wasm')));
    const folder = require.resolve('dejavu-fonts-ttf/package.json').replace(/package\.json$/, 'ttf/');
    return Promise.all(
      ['DejaVuSans.ttf', 'DejaVuSans-Bold.ttf'].map(
        async (name) => new Uint8Array(await readFile(folder + name)),
      ),
    );
  })();
  return fonts;
}

/** XML holds no control characters, nor halves of characters. */

const FORBIDDEN = /[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g;

const escaped = (text: string) =>
  text
    .toWellFormed()
    .replace(FORBIDDEN, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');

/** Lines of at most `most` characters, the last one cut with an ellipsis if the text is longer. */
function wrapped(text: string, most: number, lines: number): string[] {
  const result: string[] = [''];
  for (const word of text.split(' ')) {
    const line = result.at(-1)!;
    if (line !== '' && line.length + word.length + 1 > most) result.push(word);
    else result[result.length - 1] = line === '' ? word : `${line} ${word}`;
  }
  if (result.length <= lines) return result;
  return [...result.slice(0, lines - 1), `${result[lines - 1]!.slice(0, most - 1)}…`];
}

export interface PreviewFacts {
  title: string;
  status: string;
  mission: string;
  incubators: string;
  demo: boolean;
  lifeLine: LifeLineData;
}

const text = (lines: string[], x: number, y: number, size: number, weight: number, fill: string) =>
  lines
    .map(
      (line, index) =>
        `<text x="${x}" y="${y + index * size * 1.25}" font-family="DejaVu Sans" font-size="${size}" font-weight="${weight}" fill="${fill}">${escaped(line)}</text>`,
    )
    .join('');

/** What a shared link shows of a startup: name, where it stands, mission, and its life line. */
export async function previewPicture(facts: PreviewFacts): Promise<Uint8Array> {
  const fontBuffers = await prepare();
  const title = wrapped(facts.title, 30, 2);
  const first = facts.lifeLine.stretches[0]?.start;
  const bars =
    first === undefined
      ? ''
      : barsOf(
          facts.lifeLine.stretches,
          facts.lifeLine.today,
          timeScale(first, facts.lifeLine.today, 80, WIDTH - 80),
        )
          .map((bar) =>
            bar.shape === 'stop'
              ? `<path d="M${bar.x},470 l40,40 m0,-40 l-40,40" stroke="${COLOURS[bar.code]}" stroke-width="8"/>`
              : `<rect x="${bar.x}" y="${bar.shape === 'exit' ? 480 : 465}" width="${bar.width}" height="${bar.shape === 'exit' ? 20 : 50}" rx="4" fill="${COLOURS[bar.code]}"/>`,
          )
          .join('');
  const below = 130 + title.length * 78;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}"><rect width="100%" height="100%" fill="#ffffff"/>
    ${text([facts.incubators.slice(0, 60)], 80, 90, 26, 400, '#666666')}${text(title, 80, 165, 62, 700, '#161616')}
    ${text([facts.status], 80, below, 32, 700, '#3a3a3a')}${text(wrapped(facts.mission, 62, 2), 80, below + 46, 28, 400, '#3a3a3a')}${bars}
    ${text(['Jalons'], 80, 585, 30, 700, '#161616')}${facts.demo ? text(['Démonstration, données fictives'], 640, 585, 28, 400, '#716043') : ''}</svg>`;
  const resvg = new Resvg(svg, {
    font: { fontBuffers, defaultFontFamily: 'DejaVu Sans', loadSystemFonts: false },
  });
  const picture = resvg.render();
  const png = picture.asPng();
  picture.free();
  resvg.free();
  return png;
}
