import { useEffect, useRef, useState } from 'react';
import { TextAreaField } from './Field';

interface Tool {
  label: string;
  shown: string;
  /** What goes around what is selected, and what stands there when nothing is. */
  around: [before: string, after: string, empty: string];
  /** At the beginning of the line instead. */
  line?: boolean;
}

const TOOLS: readonly Tool[] = [
  { label: 'Titre', shown: 'Titre', around: ['## ', '', 'Titre'], line: true },
  { label: 'Gras', shown: 'Gras', around: ['**', '**', 'texte important'] },
  { label: 'Italique', shown: 'Italique', around: ['*', '*', 'texte'] },
  { label: 'Lien', shown: 'Lien', around: ['[', '](https://)', 'texte du lien'] },
  { label: 'Liste', shown: 'Liste', around: ['- ', '', 'élément'], line: true },
  { label: 'Citation', shown: 'Citation', around: ['> ', '', 'citation'], line: true },
];

/** Puts the marks into the text, and leaves the selection where one goes on writing. */
function apply(area: HTMLTextAreaElement, { around: [before, after, empty], line }: Tool): void {
  const { selectionStart: start, selectionEnd: end, value } = area;
  const chosen = value.slice(start, end) || empty;
  const lineStart = value.lastIndexOf('\n', start - 1) + 1;
  const at = line ? lineStart : start;
  const kept = line ? value.slice(lineStart, start) : '';
  area.setRangeText(`${before}${kept}${chosen}${after}`, at, end, 'end');
  const from = at + before.length + kept.length;
  area.setSelectionRange(from, from + chosen.length);
  area.focus();
  area.dispatchEvent(new Event('input', { bubbles: true }));
}

/** A text in Markdown: an ordinary text area, with a toolbar where scripts run. */
export function MarkdownField(props: Parameters<typeof TextAreaField>[0]) {
  const holder = useRef<HTMLDivElement>(null);
  const [ready, setReady] = useState(false);
  useEffect(() => setReady(true), []);
  const area = () => holder.current?.querySelector('textarea') ?? null;
  return (
    <div ref={holder}>
      <TextAreaField
        {...props}
        rows={18}
        tools={
          ready && (
            <div role="toolbar" aria-label="Mise en forme du texte" className="mb-2 flex flex-wrap gap-1">
              {TOOLS.map((tool) => (
                <button
                  key={tool.label}
                  type="button"
                  className="fr-btn fr-btn--sm fr-btn--tertiary"
                  onClick={() => {
                    const target = area();
                    if (target) apply(target, tool);
                  }}
                >
                  {tool.shown}
                </button>
              ))}
            </div>
          )
        }
      />
      <p className="regle -mt-4 mb-4">
        Titres avec ##, listes avec un tiret, liens entre crochets : [texte](adresse). Les images d’autres
        sites deviennent des liens.
      </p>
    </div>
  );
}
