import { useEffect, useId, useRef, useState } from 'react';
import * as Y from 'yjs';
import { holdCaret } from '../../minutes/caret';

const TEXT = 'notes';
const POLL_MS = 1500;
const REMOTE = 'remote';

interface Waiting {
  id: string;
  bytes: string;
}

const toText = (bytes: Uint8Array): string =>
  btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
const toBytes = (text: string): Uint8Array => Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));

/** What was typed and has not reached the server yet: kept by this browser, so that a closed lid loses nothing. */
function waitingList(address: string) {
  const key = `notes:${address}`;
  const read = (): Waiting[] => {
    try {
      return JSON.parse(localStorage.getItem(key) ?? '[]') as Waiting[];
    } catch {
      return [];
    }
  };
  return {
    read,
    write(list: readonly Waiting[]) {
      try {
        if (list.length === 0) localStorage.removeItem(key);
        else localStorage.setItem(key, JSON.stringify(list));
      } catch {
        // A browser that keeps nothing still sends what it has in memory.
      }
    },
  };
}

/** The change from one text to another as one deletion and one insertion, as a keyboard makes it. */
function applyTyping(text: Y.Text, next: string): void {
  const before = text.toString();
  let start = 0;
  while (start < before.length && start < next.length && before[start] === next[start]) start += 1;
  let end = 0;
  while (
    end < before.length - start &&
    end < next.length - start &&
    before[before.length - 1 - end] === next[next.length - 1 - end]
  )
    end += 1;
  text.doc!.transact(() => {
    if (before.length - end > start) text.delete(start, before.length - end - start);
    if (next.length - end > start) text.insert(start, next.slice(start, next.length - end));
  });
}

type State = 'envoye' | 'attente' | 'hors-ligne' | 'clos';
const SENTENCES: Readonly<Record<State, string>> = {
  envoye: 'Enregistré.',
  attente: 'Envoi…',
  'hors-ligne': 'Hors ligne : ce que vous tapez est gardé ici et partira au retour.',
  clos: 'Ces notes ne s’enregistrent plus : rechargez la page.',
};

/**
 * A text that several people type at once. Their updates are merged by Yjs and kept by the server in the order in
 * which they came; offline, they wait in this browser.
 */
export function SharedNotes({
  address,
  label,
  initial,
}: {
  /** Where updates are read and sent. */
  address: string;
  label: string;
  initial: string;
}) {
  const area = useRef<HTMLTextAreaElement>(null);
  const typed = useRef<(text: string) => void>(() => undefined);
  const [state, setState] = useState<State>('envoye');
  const id = useId();

  useEffect(() => {
    const doc = new Y.Doc();
    const text = doc.getText(TEXT);
    const kept = waitingList(address);
    let waiting = kept.read();
    let seen = 0;
    let busy = false;
    let stopped = false;
    for (const { bytes } of waiting) Y.applyUpdate(doc, toBytes(bytes), REMOTE);

    doc.on('update', (bytes: Uint8Array, origin: unknown) => {
      if (origin === REMOTE) return;
      waiting = [...waiting, { id: crypto.randomUUID(), bytes: toText(bytes) }];
      kept.write(waiting);
      setState('attente');
      void exchange();
    });

    /** Shows the merged text, the caret staying behind the letter that was just typed. */
    const show = (merge: () => void) => {
      const field = area.current;
      const focused = field !== null && document.activeElement === field;
      const marks = focused
        ? [field.selectionStart, field.selectionEnd].map((at) => holdCaret(text, at))
        : [];
      merge();
      if (!field || field.value === text.toString()) return;
      field.value = text.toString();
      const [from, to] = marks.map((now) => now());
      if (from !== undefined && to !== undefined) field.setSelectionRange(from, to);
    };

    const exchange = async () => {
      if (busy || stopped) return;
      busy = true;
      try {
        while (waiting.length > 0 && !stopped) {
          const sent = waiting;
          const answer = await fetch(address, {
            method: 'POST',
            headers: { 'Content-Type': 'application/json' },
            body: JSON.stringify({ updates: sent }),
          });
          if (!isOurs(answer)) throw new Error('not kept');
          if (answer.status === 409 || answer.status === 403) {
            stopped = true;
            setState('clos');
            return;
          }
          if (!answer.ok) throw new Error('not kept');
          waiting = waiting.filter((one) => !sent.includes(one));
          kept.write(waiting);
        }
        const answer = await fetch(`${address}?depuis=${seen}`);
        if (!isOurs(answer) || !answer.ok) throw new Error('not read');
        const { updates } = (await answer.json()) as { updates: Array<{ number: number; bytes: string }> };
        if (updates.length > 0)
          show(() => {
            for (const { number, bytes } of updates) {
              Y.applyUpdate(doc, toBytes(bytes), REMOTE);
              seen = Math.max(seen, number);
            }
          });
        if (!stopped) setState(waiting.length > 0 ? 'attente' : 'envoye');
      } catch {
        if (!stopped) setState('hors-ligne');
      } finally {
        busy = false;
      }
    };

    typed.current = (value) => applyTyping(text, value);
    void exchange();
    const timer = setInterval(() => void exchange(), POLL_MS);
    const back = () => void exchange();
    window.addEventListener('online', back);
    return () => {
      stopped = true;
      clearInterval(timer);
      window.removeEventListener('online', back);
      doc.destroy();
    };
  }, [address]);

  return (
    <div className="fr-input-group">
      <label htmlFor={id} className="fr-label">
        {label}
        <span className="fr-hint-text">
          À plusieurs en même temps ; elles entrent dans le relevé, que le comité et l’équipe lisent.
        </span>
      </label>
      <textarea
        ref={area}
        id={id}
        name="texte"
        rows={8}
        defaultValue={initial}
        className="fr-input"
        onInput={(event) => typed.current(event.currentTarget.value)}
      />
      <p className="fr-hint-text m-0 mt-1" role="status">
        {SENTENCES[state]}
      </p>
    </div>
  );
}

/** An answer of ours is JSON; a page to sign in, or a proxy's, is not. */
const isOurs = (answer: Response): boolean =>
  (answer.headers.get('Content-Type') ?? '').includes('application/json');
