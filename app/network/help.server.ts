import { z } from 'zod';
import { readRows, sql, type Sql } from '~/platform/database/sql.server';
import { readDocument } from '~/platform/document/front-matter';
import { renderMarkdown } from '~/platform/document/render.server';

export interface HelpPage {
  id: string;
  title: string;
  summary: string;
  order: number;
  html: string;
}

const fileRow = z.object({ path: z.string(), bytes: z.instanceof(Uint8Array) });

function helpPage({ path, bytes }: z.infer<typeof fileRow>): HelpPage {
  const { attributes, body } = readDocument(bytes);
  const id = path.replace(/\.md$/, '');
  return {
    id,
    title: typeof attributes['title'] === 'string' ? attributes['title'] : id,
    summary: typeof attributes['resume'] === 'string' ? attributes['resume'] : '',
    order: typeof attributes['ordre'] === 'number' ? attributes['ordre'] : 99,
    html: renderMarkdown(body),
  };
}

/** The words of the help, to search in: nothing is drawn. */
export async function readHelpWords(
  db: Sql,
): Promise<Array<{ id: string; title: string; summary: string; words: string }>> {
  const rows = await readRows(
    db,
    fileRow,
    sql`SELECT path, bytes FROM content_file WHERE collection = 'aide' AND fault IS NULL`,
  );
  return rows.map(({ path, bytes }) => {
    const { attributes, body } = readDocument(bytes);
    const id = path.replace(/\.md$/, '');
    const said = (key: string, otherwise: string) =>
      typeof attributes[key] === 'string' ? attributes[key] : otherwise;
    return { id, title: said('title', id), summary: said('resume', ''), words: body };
  });
}

/** The help pages in their order, as the network's administrators last published them. */
export async function readHelp(db: Sql): Promise<HelpPage[]> {
  const rows = await readRows(
    db,
    fileRow,
    sql`SELECT path, bytes FROM content_file WHERE collection = 'aide' AND fault IS NULL`,
  );
  return rows.map(helpPage).sort((a, b) => a.order - b.order || a.title.localeCompare(b.title, 'fr'));
}

export async function readHelpPage(db: Sql, id: string): Promise<HelpPage | null> {
  const rows = await readRows(
    db,
    fileRow,
    sql`SELECT path, bytes FROM content_file WHERE collection = 'aide' AND fault IS NULL AND path = ${`${id}.md`}`,
  );
  return rows[0] ? helpPage(rows[0]) : null;
}
