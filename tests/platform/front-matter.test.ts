import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DocumentFault, editDocument, readDocument } from '~/platform/document/front-matter';

const bytes = (text: string) => new TextEncoder().encode(text);
const text = (value: Uint8Array) => new TextDecoder('utf-8', { ignoreBOM: true }).decode(value);
const faultOf = (value: Uint8Array): string => {
  try {
    readDocument(value);
    return 'lu';
  } catch (error) {
    if (error instanceof DocumentFault) return `${error.message} (ligne ${error.line})`;
    throw error;
  }
};

const FICHE = `---
title: A-JUST # un commentaire
mission: >-
  Aider les juridictions
  à répartir
phases:
  - name: investigation
    start: 2021-02-01
  - name: construction
    start: 2021-09-01
"clé inconnue": {a: 1}
---
## Texte
---
encore
`;

describe('A document is read without losing a byte', () => {
  test('dates stay text, the first closing fence ends the head, the body is verbatim', () => {
    const { attributes, body, lineOf } = readDocument(bytes(FICHE));
    expect(attributes['phases']).toEqual([
      { name: 'investigation', start: '2021-02-01' },
      { name: 'construction', start: '2021-09-01' },
    ]);
    expect(body).toBe('## Texte\n---\nencore\n');
    expect([lineOf('title'), lineOf('phases', 1), lineOf('absent')]).toEqual([2, 9, null]);
  });

  test('an edit writes anew the lines of what changed and no other', () => {
    const edited = text(editDocument(bytes(FICHE), { mission: 'Autre mission', link: 'https://exemple.fr' }));
    expect(edited).toBe(
      FICHE.replace(
        'mission: >-\n  Aider les juridictions\n  à répartir\n',
        'mission: Autre mission\n',
      ).replace('"clé inconnue": {a: 1}\n', '"clé inconnue": {a: 1}\nlink: https://exemple.fr\n'),
    );
  });

  test('an edit that says what the file says already changes nothing', () => {
    expect(text(editDocument(bytes(FICHE), { title: 'A-JUST' }))).toBe(FICHE);
    // A comment or an empty line before the next key is about that one.
    const commented = '---\ntitle: A\n# le reste\n\nmission: M\nphases:\n  - a\n\n# fin\n---\n';
    expect(text(editDocument(bytes(commented), { title: 'B', phases: ['b'] }))).toBe(
      '---\ntitle: B\n# le reste\n\nmission: M\nphases:\n  - b\n\n# fin\n---\n',
    );
  });

  test('a byte order mark, Windows line ends and a missing final newline come back as they were', () => {
    const windows = `\uFEFF---\r\ntitle: Été\r\nlink: ''\r\n---\r\nTexte`;
    expect(text(editDocument(bytes(windows), {}))).toBe(windows);
    expect(text(editDocument(bytes(windows), { title: 'Hiver' }))).toBe(windows.replace('Été', 'Hiver'));
    expect(text(editDocument(bytes(windows), { link: undefined }))).toBe(windows.replace("link: ''\r\n", ''));
  });

  test('whatever is written into a key is read back from it, and the rest keeps its bytes', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 3 }), (value) => {
        const given = JSON.parse(
          JSON.stringify(value, (_key, one: unknown) => (Object.is(one, -0) ? 0 : one)),
        ) as unknown;
        const edited = editDocument(bytes(FICHE), { nouveau: given });
        expect(readDocument(edited).attributes['nouveau']).toEqual(given);
        expect(text(editDocument(edited, { nouveau: undefined }))).toBe(FICHE);
      }),
      { numRuns: 300 },
    );
  });
});

describe('Hostile files are named, never obeyed', () => {
  test.each([
    ['une ancre', '---\na: &x [1]\nb: *x\n---\n', 'les ancres YAML (&) ne sont pas acceptées (ligne 2)'],
    ['un caractère nul', '---\na: 1\n---\n\0', 'le fichier contient un caractère nul (ligne 4)'],
    ['pas d’en-tête', 'Texte', 'le fichier ne commence pas par une ligne « --- » (ligne 1)'],
    ['un en-tête ouvert', '---\na: 1\n', 'l’en-tête n’est pas fermé par une ligne « --- » (ligne 1)'],
    ['une liste pour en-tête', '---\n- a\n---\n', 'l’en-tête YAML n’est pas une liste de champs (ligne 2)'],
  ])('%s', (_name, content, message) => {
    expect(faultOf(bytes(content))).toBe(message);
  });

  test('broken YAML is told with its line', () => {
    expect(faultOf(bytes('---\ntitle: a\nb: [1, 2\n---\n'))).toMatch(
      /^en-tête YAML illisible .*\(ligne [34]\)$/,
    );
  });

  test('bytes that are no UTF-8, and files that are too large', () => {
    expect(faultOf(new Uint8Array([0x2d, 0x2d, 0x2d, 0x0a, 0xff, 0xfe]))).toBe(
      'le fichier n’est pas de l’UTF-8 valide (ligne null)',
    );
    expect(faultOf(new Uint8Array(50_000_000))).toBe('fichier de 50 Mo, refusé au-delà de 2 Mo (ligne null)');
  });

  test('keys of JavaScript objects are keys like any other', () => {
    const { attributes } = readDocument(bytes('---\n__proto__: {polluted: 1}\nconstructor: 2\n---\n'));
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    expect(Object.keys(attributes)).toEqual(['__proto__', 'constructor']);
  });
});
