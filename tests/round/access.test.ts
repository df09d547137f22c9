import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { masked, MASKS } from '~/round/access/masking';

describe('A text prepared for somebody who asks what is kept', () => {
  test('tells of nobody else: names, other files, ways to write to somebody', () => {
    const { text, counts } = masked(
      'Pour Jeanne Inventée et l’Inventée, Ailleurs est devant ; écrire à j.inventee@exemple.invalid ou au 06 12 34 56 78.',
      { names: ['Jeanne Inventée', 'Inventée'], others: ['Ailleurs'] },
    );
    expect(text).toBe(
      `Pour ${MASKS.nom} et l’${MASKS.nom}, ${MASKS.candidature} est devant ; écrire à ${MASKS.adresse} ou au ${MASKS.adresse}.`,
    );
    expect(counts).toEqual({ nom: 2, candidature: 1, adresse: 2 });
  });

  test('keeps words that only begin like a name, and amounts', () => {
    const text = 'Inventéeraie, 150 000 € et 8,5 jours le 2026-05-01.';
    expect(masked(text, { names: ['Inventée'], others: [] }).text).toBe(text);
  });

  test('no listed name is ever left, whatever its letters and wherever it stands', () => {
    const name = fc.stringMatching(/^\p{Lu}\p{Ll}{3,8}([ -]\p{Lu}\p{Ll}{3,8})?$/u);
    fc.assert(
      fc.property(fc.array(name, { minLength: 1, maxLength: 5 }), fc.lorem(), (names, lorem) => {
        const { text } = masked(names.map((one) => `${lorem}, (${one}). `).join(''), { names, others: [] });
        for (const one of names)
          expect(text.normalize('NFC').includes(`(${one.normalize('NFC')})`)).toBe(false);
      }),
      { numRuns: 200 },
    );
  });
});
