import { strToU8, zipSync } from 'fflate';
import type { PrintedDocument } from './pdf.server';
import type { Block } from './blocks.server';

const MEDIA = 'application/vnd.oasis.opendocument.text';
const NAMESPACES = ['office', 'text', 'table', 'style']
  .map((name) => `xmlns:${name}="urn:oasis:names:tc:opendocument:xmlns:${name}:1.0"`)
  .join(' ');
const FO = 'xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"';

/** Text as XML holds it: no control sign that XML forbids. */
const escaped = (text: string): string =>
  text

    .replace(/[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g, '')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;');

const lines = (text: string): string => text.split('\n').map(escaped).join('<text:line-break/>');

function elementOf(block: Block, index: number): string {
  switch (block.kind) {
    case 'heading':
      return `<text:h text:style-name="Titre_20_${block.level}" text:outline-level="${block.level}">${lines(block.text)}</text:h>`;
    case 'paragraph':
      return `<text:p text:style-name="Texte">${lines(block.text)}</text:p>`;
    case 'list':
      return `<text:list text:style-name="${block.ordered ? 'Numeros' : 'Puces'}">${block.items
        .map(
          (item) =>
            `<text:list-item><text:p text:style-name="Texte">${lines(item)}</text:p></text:list-item>`,
        )
        .join('')}</text:list>`;
    case 'curve':
      return `<text:p text:style-name="Texte">${lines(`${block.label} : ${block.sentence}`)}</text:p>`;
    case 'table': {
      const cell = (text: string, style: string) =>
        `<table:table-cell office:value-type="string"><text:p text:style-name="${style}">${lines(text)}</text:p></table:table-cell>`;
      const row = (cells: readonly string[], style: string) =>
        `<table:table-row>${cells.map((text) => cell(text, style)).join('')}</table:table-row>`;
      return `<table:table table:name="Tableau${index + 1}"><table:table-column table:number-columns-repeated="${Math.max(1, block.head.length)}"/><table:table-header-rows>${row(block.head, 'Entete')}</table:table-header-rows>${block.rows.map((cells) => row(cells, 'Texte')).join('')}</table:table>`;
    }
  }
}

const style = (name: string, size: string, bold: boolean) =>
  `<style:style style:name="${name}" style:family="paragraph"><style:paragraph-properties fo:margin-bottom="0.2cm"/><style:text-properties fo:font-size="${size}" fo:language="fr" fo:country="FR"${bold ? ' fo:font-weight="bold"' : ''}/></style:style>`;

const listStyle = (name: string, level: string) =>
  `<text:list-style style:name="${name}">${level}</text:list-style>`;

/** The same document for a word processor (OpenDocument 1.2): headings, lists and table headers keep their meaning. */
export function odtOf(printed: PrintedDocument): Buffer {
  const styles = [
    style('Titre_20_1', '20pt', true),
    style('Titre_20_2', '14pt', true),
    style('Titre_20_3', '12pt', true),
    style('Texte', '11pt', false),
    style('Entete', '11pt', true),
    listStyle('Puces', '<text:list-level-style-bullet text:level="1" text:bullet-char="•"/>'),
    listStyle(
      'Numeros',
      '<text:list-level-style-number text:level="1" style:num-format="1" style:num-suffix="."/>',
    ),
  ].join('');
  const body = [...printed.blocks, { kind: 'paragraph' as const, text: printed.footer }]
    .map(elementOf)
    .join('');
  const content = `<?xml version="1.0" encoding="UTF-8"?><office:document-content ${NAMESPACES} ${FO} office:version="1.2"><office:automatic-styles>${styles}</office:automatic-styles><office:body><office:text>${body}</office:text></office:body></office:document-content>`;
  const meta = `<?xml version="1.0" encoding="UTF-8"?><office:document-meta xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/" office:version="1.2"><office:meta><dc:title>${escaped(printed.title)}</dc:title><dc:language>fr-FR</dc:language></office:meta></office:document-meta>`;
  const manifest = `<?xml version="1.0" encoding="UTF-8"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.2"><manifest:file-entry manifest:full-path="/" manifest:media-type="${MEDIA}"/><manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/><manifest:file-entry manifest:full-path="meta.xml" manifest:media-type="text/xml"/></manifest:manifest>`;
  return Buffer.from(
    zipSync(
      {
        // Readers know the format by this first, unpacked entry.
        mimetype: [strToU8(MEDIA), { level: 0 }],
        'content.xml': strToU8(content),
        'meta.xml': strToU8(meta),
        'META-INF/manifest.xml': strToU8(manifest),
      },
      { mtime: printed.at },
    ),
  );
}
