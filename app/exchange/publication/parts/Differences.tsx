import type { TextPart } from '~/platform/document/differences';

/** What went and what came in a text, in words and not by colour alone. */
export function Differences({ parts }: { parts: readonly TextPart[] }) {
  return (
    <p className="differences m-0 whitespace-pre-wrap">
      {parts.map((part, index) =>
        part.kind === 'added' ? (
          <ins key={index}>{part.text}</ins>
        ) : part.kind === 'removed' ? (
          <del key={index}>{part.text}</del>
        ) : (
          <span key={index}>{shortened(part.text, index === 0, index === parts.length - 1)}</span>
        ),
      )}
    </p>
  );
}

const LONG = 240;

/** A long stretch that did not change is shown by its ends: what matters is what did. */
function shortened(text: string, isFirst: boolean, isLast: boolean): string {
  if (text.length <= LONG) return text;
  const [head, tail] = [text.slice(0, LONG / 2), text.slice(-LONG / 2)];
  return `${isFirst ? '' : head} […] ${isLast ? '' : tail}`;
}
