import { unzipSync } from 'fflate';

/** The office documents that may be kept, told by their content: a name says nothing. */
export const DOCUMENT_TYPES = {
  pdf: { media: 'application/pdf', extension: 'pdf' },
  odt: { media: 'application/vnd.oasis.opendocument.text', extension: 'odt' },
  odp: { media: 'application/vnd.oasis.opendocument.presentation', extension: 'odp' },
  docx: {
    media: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    extension: 'docx',
  },
  pptx: {
    media: 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
    extension: 'pptx',
  },
} as const;
export type DocumentType = keyof typeof DOCUMENT_TYPES;

/** 25 MB, as people send them. */
export const LARGEST_DOCUMENT = 25 * 1024 * 1024;
/** What a packed document may grow to: more is made to harm. */
const LARGEST_UNPACKED = 400 * 1024 * 1024;
const MOST_ENTRIES = 5000;

const startsWith = (bytes: Uint8Array, text: string): boolean =>
  new TextDecoder('latin1').decode(bytes.subarray(0, text.length)) === text;

/** The kind of document that these bytes are, or null when they are none of those kept. */
export function documentTypeOf(bytes: Uint8Array): DocumentType | null {
  if (startsWith(bytes, '%PDF-')) return 'pdf';
  if (!startsWith(bytes, 'PK\x03\x04')) return null;
  const names = new Set<string>();
  let unpacked = 0;
  let declared = '';
  try {
    const kept = unzipSync(bytes, {
      filter: ({ name, originalSize }) => {
        names.add(name);
        unpacked += originalSize;
        return name === 'mimetype' && originalSize < 200;
      },
    });
    declared = new TextDecoder().decode(kept['mimetype'] ?? new Uint8Array()).trim();
  } catch {
    return null;
  }
  if (unpacked > LARGEST_UNPACKED || names.size > MOST_ENTRIES) return null;
  for (const type of ['odt', 'odp'] as const) if (declared === DOCUMENT_TYPES[type].media) return type;
  if (names.has('word/document.xml')) return 'docx';
  if (names.has('ppt/presentation.xml')) return 'pptx';
  return null;
}
