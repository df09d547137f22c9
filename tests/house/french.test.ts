import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { expect, test } from 'vitest';

const TEXTS = [
  ts.SyntaxKind.StringLiteral,
  ts.SyntaxKind.NoSubstitutionTemplateLiteral,
  ts.SyntaxKind.TemplateHead,
  ts.SyntaxKind.TemplateMiddle,
  ts.SyntaxKind.TemplateTail,
  ts.SyntaxKind.JsxText,
];
/** An ordinary space where a line must not break. */
const BREAKABLE = /« | (?=[;:!?»](?![\w:]))/;

const sources = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (path.includes('database/client')) return [];
    return entry.isDirectory() ? sources(path) : /\.tsx?$/.test(entry.name) ? [path] : [];
  });

function breakableTexts(path: string): string[] {
  const kind = path.endsWith('x') ? ts.ScriptKind.TSX : ts.ScriptKind.TS;
  const source = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true, kind);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    // Tagged templates are SQL.
    if (ts.isTaggedTemplateExpression(node)) return;
    const text = node.getFullText(source);
    if (TEXTS.includes(node.kind) && BREAKABLE.test(shown(text))) found.push(`${path} : ${text.trim()}`);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** A text as a page shows it: lines and their indentation are of the source, a space after a link or a figure is not. */
const shown = (text: string): string => text.replace(/^\s*\n\s*/, '').replace(/\s*\n\s*$/, '');

test('French punctuation never begins a line: what a person reads has unbreakable spaces before ; : ! ? and in « »', () => {
  expect(sources('app').flatMap(breakableTexts)).toEqual([]);
});
