import MarkdownIt from 'markdown-it';
import sanitizeHtml from 'sanitize-html';

const markdown = new MarkdownIt({ html: true, linkify: true, typographer: false });

const HEADINGS = ['h1', 'h2', 'h3', 'h4', 'h5', 'h6'];

/** Headings of a text stand under the page's own: the highest of the text becomes an h2, without skipped levels. */
function headingTransforms(html: string): sanitizeHtml.IOptions['transformTags'] {
  const used = HEADINGS.filter((heading) => html.includes(`<${heading}`));
  let last = 1;
  const levelled =
    (rank: number): sanitizeHtml.Transformer =>
    (_tag, attribs) => {
      // A text that opens deep, or skips a rank on its way down, is brought back to the next one.
      last = Math.min(rank, last + 1, 6);
      return { tagName: `h${last}`, attribs };
    };
  return Object.fromEntries(used.map((heading, index) => [heading, levelled(index + 2)]));
}

const LINKS: sanitizeHtml.IOptions['transformTags'] = {
  a: (_tag, { href, title }) => ({
    tagName: 'a',
    attribs: {
      ...(href ? { href } : {}),
      ...(title ? { title } : {}),
      ...(/^https?:/.test(href ?? '') ? { rel: 'noopener nofollow' } : {}),
    },
  }),
  // Pictures of other sites would tell them who reads: the reader chooses to open them.
  img: (_tag, { src, alt }) => ({
    tagName: 'a',
    attribs: { ...(src && /^https?:/.test(src) ? { href: src } : {}), rel: 'noopener nofollow' },
    text: `Image : ${alt && alt.trim() !== '' ? alt : 'sans description'}`,
  }),
  iframe: (_tag, { src, title }) => ({
    tagName: 'a',
    attribs: { ...(src && /^https?:/.test(src) ? { href: src } : {}), rel: 'noopener nofollow' },
    text: `Contenu d’un autre site : ${title ?? 'ouvrir'}`,
  }),
};

/** A text of the network as HTML that can do no harm: no script, style, frame or picture of elsewhere. */
export function renderMarkdown(text: string): string {
  const html = markdown.render(text);
  return sanitizeHtml(html, {
    allowedTags: [
      'h1',
      'h2',
      'h3',
      'h4',
      'h5',
      'h6',
      'p',
      'ul',
      'ol',
      'li',
      'a',
      'strong',
      'b',
      'em',
      'i',
      'del',
      's',
      'blockquote',
      'code',
      'pre',
      'hr',
      'br',
      'table',
      'thead',
      'tbody',
      'tr',
      'th',
      'td',
      'sup',
      'sub',
      'abbr',
      'dl',
      'dt',
      'dd',
    ],
    allowedAttributes: { a: ['href', 'title', 'rel'], abbr: ['title'], ol: ['start'], th: ['scope'] },
    allowedSchemes: ['http', 'https', 'mailto', 'tel'],
    allowProtocolRelative: false,
    transformTags: { ...LINKS, ...headingTransforms(html) },
    // A heading without words is an empty stop for a screen reader; nor is an empty paragraph of use.
    exclusiveFilter: (frame) =>
      /^(h[1-6]|p|strong|em)$/.test(frame.tag) && frame.text.trim() === '' && !frame.mediaChildren?.length,
  });
}

const withoutMarkup = (text: string): string =>
  sanitizeHtml(text, { allowedTags: [], allowedAttributes: {} })
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&');

/** The text of a short field that may hold markup, without any. Most hold none and need no parsing. */
export const plainText = (text: string): string =>
  (/[<&]/.test(text) ? withoutMarkup(text) : text).replace(/\s+/g, ' ').trim();
