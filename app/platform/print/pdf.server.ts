import { createRequire } from 'node:module';
import PDFDocument from 'pdfkit';
import type { Block } from './blocks.server';

export interface PrintedDocument {
  title: string;
  /** One line at the foot of every page, with its number: where it comes from, what it must always say. */
  footer: string;
  blocks: readonly Block[];
  /** The day that it speaks of; nothing in it depends on when it is printed. */
  at: Date;
}

const MARGIN = 56;
const INK = '#161616';
const ACCENT = '#000091';
const SOFT = '#666666';
const SIZES = { 1: 20, 2: 14, 3: 11.5 } as const;
const TEXT = 10;
const TEXT_OPTIONS = { lineGap: 2.5 } as const;

const fonts = createRequire(import.meta.url);
const fontFile = (name: string): string =>
  fonts.resolve('dejavu-fonts-ttf/package.json').replace(/package\.json$/, `ttf/${name}.ttf`);

/** A heading with too little room below it begins the next page. */
const ROOM_BELOW_HEADING = 90;

/**
 * A tagged PDF: language, title, headings, lists and table headers are in its structure, so that a screen reader
 * reads it as the page is read (checked with poppler's `pdfinfo -struct-text`).
 */
export function pdfOf(printed: PrintedDocument): Promise<Buffer> {
  const doc = new PDFDocument({
    size: 'A4',
    margins: { top: MARGIN, left: MARGIN, right: MARGIN, bottom: MARGIN + 16 },
    pdfVersion: '1.7',
    tagged: true,
    lang: 'fr-FR',
    displayTitle: true,
    bufferPages: true,
    info: {
      Title: printed.title,
      Producer: 'Jalons',
      Creator: 'Jalons',
      CreationDate: printed.at,
      ModDate: printed.at,
    },
  });
  const parts: Buffer[] = [];
  const done = new Promise<Buffer>((resolve, reject) => {
    doc.on('data', (part: Buffer) => parts.push(part));
    doc.on('end', () => resolve(Buffer.concat(parts)));
    doc.on('error', reject);
  });
  doc.registerFont('text', fontFile('DejaVuSans'));
  doc.registerFont('strong', fontFile('DejaVuSans-Bold'));
  const root = doc.struct('Document');
  doc.addStructure(root);
  for (const block of printed.blocks) drawBlock(doc, root, block);
  root.end();
  const { start, count } = doc.bufferedPageRange();
  for (let page = start; page < start + count; page += 1) {
    doc.switchToPage(page);
    drawFooter(doc, printed.footer, page - start + 1, count);
  }
  doc.end();
  return done;
}

type Pdf = InstanceType<typeof PDFDocument>;
type Structure = ReturnType<Pdf['struct']>;

function drawBlock(doc: Pdf, root: Structure, block: Block): void {
  switch (block.kind) {
    case 'heading':
      if (doc.y > doc.page.height - MARGIN - ROOM_BELOW_HEADING) doc.addPage();
      doc.moveDown(block.level === 1 ? 0 : 0.9);
      root.add(
        doc.struct(`H${block.level}`, {}, () => {
          doc
            .font('strong')
            .fontSize(SIZES[block.level])
            .fillColor(block.level === 3 ? INK : ACCENT)
            .text(block.text, MARGIN, doc.y, { lineGap: 2 });
        }),
      );
      doc.moveDown(0.35);
      break;
    case 'paragraph':
      root.add(
        doc.struct('P', {}, () => {
          doc.font('text').fontSize(TEXT).fillColor(INK).text(block.text, MARGIN, doc.y, TEXT_OPTIONS);
        }),
      );
      doc.moveDown(0.5);
      break;
    case 'list':
      drawList(doc, root, block);
      break;
    case 'table':
      drawTable(doc, root, block);
      break;
    case 'curve':
      drawCurve(doc, root, block);
      break;
  }
}

function drawList(doc: Pdf, root: Structure, block: Extract<Block, { kind: 'list' }>): void {
  const list = doc.struct('L');
  root.add(list);
  block.items.forEach((item, index) => {
    const entry = doc.struct('LI');
    list.add(entry);
    const top = doc.y;
    entry.add(
      doc.struct('Lbl', {}, () => {
        doc
          .font('text')
          .fontSize(TEXT)
          .fillColor(INK)
          .text(block.ordered ? `${index + 1}.` : '•', MARGIN + 4, top, { lineBreak: false });
      }),
    );
    entry.add(
      doc.struct('LBody', {}, () => {
        doc.text(item, MARGIN + 22, doc.page.height - top < MARGIN + 30 ? doc.y : top, TEXT_OPTIONS);
      }),
    );
    entry.end();
    doc.moveDown(0.2);
  });
  list.end();
  doc.x = MARGIN;
  doc.moveDown(0.4);
}

function drawTable(doc: Pdf, root: Structure, block: Extract<Block, { kind: 'table' }>): void {
  doc
    .font('text')
    .fontSize(TEXT - 1)
    .fillColor(INK);
  doc.x = MARGIN;
  doc.table({
    // Known to the library, not yet to its types: the table takes its place in the document's structure.
    ...({ structParent: root } as object),
    defaultStyle: { border: [0, 0, 0.5, 0], padding: [5, 6, 5, 0] },
    data: [
      block.head.map((text) => ({ text, type: 'TH' as const, font: { src: 'strong', size: TEXT - 1 } })),
      ...block.rows.map((row) => row.map((text) => ({ text, font: { src: 'text', size: TEXT - 1 } }))),
    ],
  });
  doc.x = MARGIN;
  doc.moveDown(0.8);
}

const CURVE = { width: 300, height: 34, left: MARGIN + 180 } as const;

/** From zero, or from the lowest figure below it, to the highest. */
function drawCurve(doc: Pdf, root: Structure, block: Extract<Block, { kind: 'curve' }>): void {
  if (doc.y > doc.page.height - MARGIN - CURVE.height - 24) doc.addPage();
  const top = doc.y;
  const low = Math.min(0, ...block.values);
  const span = Math.max(...block.values) - low || 1;
  const x = (index: number) => CURVE.left + (index / (block.values.length - 1)) * CURVE.width;
  const y = (value: number) => top + CURVE.height - ((value - low) / span) * CURVE.height;
  root.add(
    doc.struct('Figure', { alt: block.sentence }, () => {
      doc
        .font('text')
        .fontSize(TEXT - 1)
        .fillColor(INK)
        .text(block.label, MARGIN, top + 8, { width: CURVE.left - MARGIN - 12 });
      doc.lineWidth(0.5).strokeColor(SOFT);
      doc
        .moveTo(CURVE.left, y(low))
        .lineTo(CURVE.left + CURVE.width, y(low))
        .stroke();
      doc.lineWidth(1.4).strokeColor(ACCENT);
      block.values.forEach((value, index) =>
        index === 0 ? doc.moveTo(x(0), y(value)) : doc.lineTo(x(index), y(value)),
      );
      doc.stroke();
    }),
  );
  doc.x = MARGIN;
  doc.y = Math.max(doc.y, top + CURVE.height) + 6;
}

function drawFooter(doc: Pdf, text: string, page: number, count: number): void {
  const { bottom } = doc.page.margins;
  // Below the margin pdfkit would turn the page.
  doc.page.margins.bottom = 0;
  const mark = doc.markContent('Artifact', { type: 'Pagination' });
  doc
    .font('text')
    .fontSize(8)
    .fillColor(SOFT)
    .text(`${text} · page ${page} sur ${count}`, MARGIN, doc.page.height - MARGIN + 8, {
      width: doc.page.width - 2 * MARGIN,
      align: 'center',
      lineBreak: false,
    });
  mark.endMarkedContent();
  doc.page.margins.bottom = bottom;
}
