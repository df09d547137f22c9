/** One mail as it is meant: a subject, what happened, and one thing to do. */
export interface Letter {
  subject: string;
  paragraphs: readonly string[];
  /** Lines of a list, each with where it leads. */
  items?: ReadonlyArray<{ text: string; url?: string }>;
  action: { label: string; url: string } | null;
  /** Set apart and easy to copy: a code to type. */
  code?: string;
  /** Why the person receives it, and how not to. */
  why: string;
}

const escaped = (text: string): string =>
  text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');

/** The letter as plain text: what a mail program without pictures shows, and a person reads aloud. */
export function asPlain(letter: Letter): string {
  const parts = [
    ...letter.paragraphs,
    ...(letter.items?.length
      ? [letter.items.map(({ text, url }) => `- ${text}${url ? `\n  ${url}` : ''}`).join('\n')]
      : []),
    ...(letter.action ? [`${letter.action.label} :\n${letter.action.url}`] : []),
    ...(letter.code ? [`Code : ${letter.code}`] : []),
    `--\nJalons\n${letter.why}`,
  ];
  return `${parts.join('\n\n')}\n`;
}

/** Addresses written in a sentence can be touched. */
const withLinks = (text: string): string =>
  escaped(text).replace(
    /https?:\/\/[^\s<>"]+[^\s<>".,;:!?]/g,
    (url) => `<a href="${url}" style="color:#666666">${url}</a>`,
  );

const PARAGRAPH = 'margin:0 0 16px;font-size:16px;line-height:24px';

/** The same as HTML that mail programs draw alike, on a telephone too: one column, one button, no picture. */
export function asHtml(letter: Letter): string {
  const body = [
    ...letter.paragraphs.map((text) => `<p style="${PARAGRAPH}">${escaped(text)}</p>`),
    ...(letter.items?.length
      ? [
          `<ul style="margin:0 0 16px;padding-left:20px;font-size:16px;line-height:24px">${letter.items
            .map(({ text, url }) =>
              url
                ? `<li><a href="${escaped(url)}" style="color:#000091">${escaped(text)}</a></li>`
                : `<li>${escaped(text)}</li>`,
            )
            .join('')}</ul>`,
        ]
      : []),
    ...(letter.action
      ? [
          `<p style="margin:24px 0"><a href="${escaped(letter.action.url)}" style="display:inline-block;background:#000091;color:#ffffff;padding:12px 20px;font-size:16px;text-decoration:none">${escaped(letter.action.label)}</a></p>`,
        ]
      : []),
    ...(letter.code
      ? [
          `<p style="margin:0 0 16px;font-size:24px;letter-spacing:4px;font-family:monospace">${escaped(letter.code)}</p>`,
        ]
      : []),
    `<p style="margin:32px 0 0;font-size:13px;line-height:20px;color:#666666">${withLinks(letter.why)}</p>`,
  ].join('\n');
  return `<!doctype html><html lang="fr"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escaped(letter.subject)}</title></head><body style="margin:0;padding:24px 16px;font-family:system-ui,Arial,sans-serif;color:#161616"><div style="max-width:560px;margin:0 auto"><p style="margin:0 0 24px;font-size:18px;font-weight:bold">Jalons</p>\n${body}\n</div></body></html>`;
}
