import MarkdownIt from 'markdown-it';

/** A text as its parts, from which every printed form is made: the same words in HTML, PDF, ODT and Markdown. */
export type Block =
  | { kind: 'heading'; level: 1 | 2 | 3; text: string }
  | { kind: 'paragraph'; text: string }
  | { kind: 'list'; ordered: boolean; items: string[] }
  | { kind: 'table'; head: string[]; rows: string[][] }
  /** A small line of figures in time, told in words for who does not see it. */
  | { kind: 'curve'; label: string; sentence: string; values: number[] };

const markdown = new MarkdownIt({ html: false, linkify: false, typographer: false });
type Token = ReturnType<typeof markdown.parse>[number];

/** Words without marks of emphasis; the address of a link follows its words. */
function plain(token: Token | undefined): string {
  let text = '';
  let href = '';
  for (const part of token?.children ?? []) {
    if (part.type === 'text' || part.type === 'code_inline') text += part.content;
    else if (part.type === 'softbreak' || part.type === 'hardbreak') text += '\n';
    else if (part.type === 'link_open') href = String(part.attrGet('href') ?? '');
    else if (part.type === 'link_close' && href !== '' && !text.endsWith(href)) text += ` (${href})`;
  }
  return text;
}

/** The Markdown of a document as blocks; what is neither heading, paragraph, list nor table is a paragraph. */
export function blocksOf(text: string): Block[] {
  const blocks: Block[] = [];
  const tokens = markdown.parse(text, {});
  let list: Extract<Block, { kind: 'list' }> | null = null;
  let table: Extract<Block, { kind: 'table' }> | null = null;
  let inHead = false;
  tokens.forEach((token, index) => {
    const content = () => plain(tokens[index + 1]);
    switch (token.type) {
      case 'heading_open':
        blocks.push({
          kind: 'heading',
          level: Math.min(Number(token.tag.slice(1)), 3) as 1 | 2 | 3,
          text: content(),
        });
        break;
      case 'bullet_list_open':
      case 'ordered_list_open':
        // A list within a list goes on as the same one: three levels are never needed here.
        list ??= { kind: 'list', ordered: token.type === 'ordered_list_open', items: [] };
        break;
      case 'bullet_list_close':
      case 'ordered_list_close':
        if (list && token.level === 0) {
          blocks.push(list);
          list = null;
        }
        break;
      case 'table_open':
        table = { kind: 'table', head: [], rows: [] };
        break;
      case 'thead_open':
        inHead = true;
        break;
      case 'thead_close':
        inHead = false;
        break;
      case 'tr_open':
        if (!inHead) table?.rows.push([]);
        break;
      case 'th_open':
        table?.head.push(content());
        break;
      case 'td_open':
        table?.rows.at(-1)?.push(content());
        break;
      case 'table_close':
        if (table) blocks.push(table);
        table = null;
        break;
      case 'paragraph_open':
        if (list) list.items.push(content());
        else blocks.push({ kind: 'paragraph', text: content() });
        break;
      case 'fence':
      case 'code_block':
        blocks.push({ kind: 'paragraph', text: token.content.trimEnd() });
        break;
      default:
    }
  });
  return blocks;
}
