import { describe, expect, test } from 'vitest';
import { renderMarkdown } from '~/platform/document/render.server';

describe('What a text becomes on a page', () => {
  test.each([
    ['a script', 'Avant <script>alert(1)</script> après', /<script|alert\(1\)<\/script>/],
    ['an event', '<b onclick="alert(1)" onmouseover=alert(2)>gras</b>', /onclick|onmouseover/],
    [
      'an address that runs',
      '[lien](javascript:alert(1)) [autre](JaVaScRiPt:alert(1))',
      /href="?\s*javascript:/i,
    ],
    ['an address that is a page', '[lien](data:text/html,<script>1</script>)', /href="data:/],
    ['a frame', '<iframe src="https://ailleurs.invalid"></iframe>', /<iframe/],
    ['a style', '<p style="position:fixed">x</p><style>p{}</style>', /style=|<style/],
    ['a form', '<form action="/connexion"><input name="x"></form>', /<form|<input/],
    ['a picture of elsewhere', '![alt](https://ailleurs.invalid/suivi.png)', /<img/],
    ['an svg', '<svg><script>1</script></svg><svg/onload=alert(1)>', /<svg|<[^>]*onload/],
    ['a meta', '<meta http-equiv="refresh" content="0;url=https://ailleurs.invalid">', /<meta/],
  ])('holds nothing of %s', (_what, source, forbidden) => {
    expect(renderMarkdown(source)).not.toMatch(forbidden);
  });

  test('keeps what a text is made of, under the page’s own title', () => {
    const html = renderMarkdown(
      '# Un\n\n## Deux\n\n- **gras**\n- [lien](https://exemple.fr)\n\n| a | b |\n|---|---|\n| 1 | 2 |\n',
    );
    expect(html).not.toContain('<h1');
    expect(html).toMatch(/<h2[^>]*>Un/);
    expect(html).toContain('<strong>gras</strong>');
    expect(html).toContain('href="https://exemple.fr"');
    expect(html).toContain('<table');
  });
});

test('headings of a text never skip a level, in whatever order they come', () => {
  const levels = (text: string) => [...renderMarkdown(text).matchAll(/<(h\d)/g)].map(([, level]) => level);
  expect(levels('## A\n\n#### B\n\n### C\n\n## D')).toEqual(['h2', 'h3', 'h3', 'h2']);
  expect(levels('### A\n\n# B\n\n### C')).toEqual(['h2', 'h2', 'h3']);
});
