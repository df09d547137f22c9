import * as Y from 'yjs';

/**
 * Where a caret stands in a shared text: it holds on to the letter on its left, the one that was just typed, so that
 * what arrives from somebody else at the same place never parts a word that is being typed.
 * @returns its index once the text has changed.
 */
export function holdCaret(text: Y.Text, index: number): () => number {
  const mark = Y.createRelativePositionFromTypeIndex(text, Math.min(index, text.length), -1);
  return () => Y.createAbsolutePositionFromRelativePosition(mark, text.doc!)?.index ?? text.length;
}
