import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EDITORS, type EditedCollection } from '~/exchange/publication/editors';
import { keepOwnFields, sameTyped, typedOf, type Section, type Typed } from '~/platform/document/fields';
import { readSection } from '~/platform/document/section-reading';
import { editDocument, readDocument, type FrontMatterDocument } from '~/platform/document/front-matter';
import { ficheFile } from '../support/folders';

const documentOf = (yaml: string, body?: string): FrontMatterDocument =>
  readDocument(new TextEncoder().encode(ficheFile(yaml, body)));
const LISTS = {
  theme: [{ value: 'Territoires', label: 'Territoires' }],
  organisation: [{ value: 'igj', label: 'Inspection générale de la Justice (IGJ)' }],
  incubator: [
    { value: 'atelier', label: 'Atelier' },
    { value: 'fabrique', label: 'La Fabrique' },
  ],
};
const sectionOf = (code: string): Section =>
  EDITORS._startups.sections.find((section) => section.code === code)!;
const read = (code: string, typed: Typed, document: FrontMatterDocument) =>
  readSection(sectionOf(code), typed, document, LISTS);

/** Folders of content: what the project ships, and the real corpus where it is at hand. */
const FOLDERS = [
  'content',
  ...(process.env['CORPUS_DIR'] ? [join(process.env['CORPUS_DIR'], 'content')] : []),
];

describe('A form that nobody touched', () => {
  test.each(FOLDERS)('changes nothing in any file of %s, whatever its spaces, quotes and forms', (folder) => {
    let files = 0;
    for (const [collection, { sections }] of Object.entries(EDITORS) as Array<
      [EditedCollection, (typeof EDITORS)[EditedCollection]]
    >) {
      for (const name of readdirSync(
        join(folder, collection === 'aide' && folder !== 'content' ? '_startups' : collection),
      )) {
        const bytes = readFileSync(
          join(folder, collection === 'aide' && folder !== 'content' ? '_startups' : collection, name),
        );
        const document = readDocument(bytes);
        for (const section of sections) {
          const typed = typedOf(section, document);
          // As a browser sends it back: line ends of its own, empty fields included.
          const sent = Object.entries(typed).flatMap(([field, values]) =>
            values.map((value): [string, string] => [
              field,
              value.replace(
                /\r?\n/g,
                ['corps', 'mission', 'short_description', 'address', 'resume'].includes(field) ? '\r\n' : '',
              ),
            ]),
          );
          const { changes, mistakes } = readSection(section, keepOwnFields(section, sent), document, {});
          expect([changes, mistakes], `${name}, ${section.code}`).toEqual([{ attributes: {} }, {}]);
        }
        files += 1;
      }
    }
    expect(files).toBeGreaterThan(200);
    process.stdout.write(`${folder} : ${files} fichiers, aucun changement\n`);
  });
});

describe('A field', () => {
  const document = documentOf(
    'title: Potagers\nmission: Aider\nlink: ""\ncontact: a@b.fr\nphases:\n  - name: construction\n    start: 2024-01-01\n    note: gardée',
  );

  test('that is necessary says so; its text is kept as typed', () => {
    expect(read('presentation', { title: ['  '], mission: ['Aider'] }, document).mistakes['title']).toBe(
      'Nom : ce champ est nécessaire.',
    );
    expect(read('presentation', { title: ['x'.repeat(121)] }, document).mistakes['title']).toContain(
      '120 caractères au plus',
    );
  });

  test.each([
    'javascript:alert(1)',
    'ftp://x.fr',
    'pas une adresse',
    'http://',
    'https://sans-point',
    '//x.fr',
  ])('for an address refuses %s', (address) => {
    expect(read('liens', { repository: [address] }, document).mistakes['repository']).toContain(
      'adresse entière',
    );
  });

  test('of addresses accepts http and https, and an emptied one leaves or stays empty as the network writes it', () => {
    expect(read('liens', { link: ['https://x.gouv.fr'] }, document).changes.attributes).toEqual({
      link: 'https://x.gouv.fr',
    });
    const full = documentOf('title: A\nlink: https://a.fr\nrepository: https://b.fr');
    expect(read('liens', { link: [''], repository: [''] }, full).changes.attributes).toEqual({
      link: '',
      repository: undefined,
    });
  });

  test('of rows keeps what it does not show, refuses an end before its start, and forgets an empty row', () => {
    const typed: Typed = {
      'phases.0.rang': ['0'],
      'phases.0.name': ['construction'],
      'phases.0.start': ['2024-01-01'],
      'phases.0.end': ['2024-06-01'],
      'phases.1.name': ['acceleration'],
      'phases.1.start': ['2024-06-01'],
      'phases.1.end': [''],
      'phases.2.name': [''],
      'phases.2.start': [''],
    };
    expect(read('phases', typed, document).changes.attributes['phases']).toEqual([
      { name: 'construction', start: '2024-01-01', note: 'gardée', end: '2024-06-01' },
      { name: 'acceleration', start: '2024-06-01' },
    ]);
    const backwards = { ...typed, 'phases.0.end': ['2023-12-31'] };
    expect(read('phases', backwards, document).mistakes['phases.0.end']).toBe(
      'Fin : elle doit venir après le début.',
    );
    expect(
      read('phases', { ...typed, 'phases.1.start': ['2024-02-30'] }, document).mistakes['phases.1.start'],
    ).toContain('une date est attendue');
    expect(
      read('phases', { ...typed, 'phases.0.retirer': ['oui'] }, document).changes.attributes['phases'],
    ).toEqual([{ name: 'acceleration', start: '2024-06-01' }]);
  });

  test('of a list finds a value by its name, accents aside, and refuses one that the network does not have', () => {
    const { changes } = read(
      'porteurs',
      {
        incubators: ['atelier'],
        sponsors: [],
        'sponsors.ajout': ['inspection generale de la justice (igj)'],
      },
      documentOf('title: A\nincubator: atelier'),
    );
    expect(changes.attributes).toEqual({ sponsors: ['/organisations/igj'] });
    expect(
      read(
        'porteurs',
        { incubators: ['atelier'], 'sponsors.ajout': ['Nulle part'] },
        documentOf('title: A\nincubator: atelier'),
      ).mistakes['sponsors'],
    ).toContain('« Nulle part »');
    expect(read('publics', { thematiques: ['Inventé'] }, document).mistakes['thematiques']).toContain(
      '« Inventé »',
    );
  });

  test('of incubators writes one under its key and several under both, none of them the main one', () => {
    const one = documentOf('title: A\nincubator: atelier');
    expect(read('porteurs', { incubators: ['atelier', 'fabrique'] }, one).changes.attributes).toEqual({
      incubator: 'atelier',
      incubators: ['atelier', 'fabrique'],
    });
    expect(read('porteurs', { incubators: ['fabrique'] }, one).changes.attributes).toEqual({
      incubator: 'fabrique',
    });
    expect(read('porteurs', { incubators: [] }, one).mistakes['incubators']).toContain(
      'gardez-en au moins un',
    );
  });
});

describe('What a form sends', () => {
  test('is kept only for its own fields, so that nothing else is overwritten', () => {
    const section = sectionOf('phases');
    const sent: Array<[string, string]> = [
      ['title', 'Autre'],
      ['phases.0.name', 'construction'],
      ['phases.0.origin', 'confirmed'],
      ['phases.99999.name', 'x'],
      ['phases.constructor.name', 'x'],
      ['__proto__', 'x'],
      ['fictif', 'true'],
    ];
    expect(keepOwnFields(section, sent)).toEqual({ 'phases.0.name': ['construction'] });
  });

  test('never makes a file that cannot be read again, whatever is typed', () => {
    const base = documentOf('title: A\nmission: B\nincubator: atelier');
    const bytes = new TextEncoder().encode(ficheFile('title: A\nmission: B\nincubator: atelier'));
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }), (title, body) => {
        const { changes } = read('presentation', { title: [title], mission: ['B'], corps: [body] }, base);
        const again = readDocument(editDocument(bytes, changes.attributes, changes.body));
        if (changes.attributes['title'] !== undefined)
          expect(again.attributes['title']).toBe(changes.attributes['title']);
        if (changes.body !== undefined) expect(again.body).toBe(changes.body);
        expect(again.attributes['incubator']).toBe('atelier');
      }),
      { numRuns: 300 },
    );
  });

  test('two states are the same when they say the same', () => {
    expect(sameTyped({ a: ['x\r\ny'], b: [''] }, { a: ['x\ny'] })).toBe(true);
    expect(sameTyped({ a: ['x'] }, { a: ['y'] })).toBe(false);
  });
});
