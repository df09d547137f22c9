import { useFetcher } from '@remix-run/react';
import { useEffect, useRef, useState, type RefObject } from 'react';
import type { SavedDraft } from '../kept-offline';

const PAUSE_MS = 1_500;

/**
 * Saves what is typed a moment after the typing stops, and what is left when the page is left. The version goes
 * with each save, so that two windows never undo each other.
 */
export function useAutosave(form: RefObject<HTMLFormElement>, startVersion: number) {
  const fetcher = useFetcher<SavedDraft>();
  const [version, setVersion] = useState(startVersion);
  const [problem, setProblem] = useState<string | null>(null);
  // The answer whose version the form bears: a button that waits acts on that one, never on the one before.
  const [settled, setSettled] = useState<SavedDraft | undefined>();
  const pending = useRef<ReturnType<typeof setTimeout>>();
  const dirty = useRef(false);
  const waiting = useRef<HTMLElement | null>(null);
  const { state, data, submit } = fetcher;

  useEffect(() => setVersion(startVersion), [startVersion]);
  useEffect(() => {
    setSettled(data);
    if (!data) return;
    setProblem(data.problem);
    if (data.version >= 0 && data.problem === null) setVersion(data.version);
    if (data.version < 0) dirty.current = true;
  }, [data]);

  const typedNow = (element: HTMLFormElement): FormData => {
    const sent = new FormData(element);
    sent.set('intention', 'brouillon');
    sent.set('version', String(version));
    return sent;
  };
  const save = () => {
    if (!form.current || state !== 'idle') return;
    dirty.current = false;
    submit(typedNow(form.current), { method: 'post' });
  };
  const now = useRef({ save, typedNow, state });
  now.current = { save, typedNow, state };

  useEffect(() => {
    if (state !== 'idle' || settled !== data) return;
    // A button pressed while a save was under way acts once its version is known.
    const button = waiting.current;
    waiting.current = null;
    if (button) form.current?.requestSubmit(button);
    // What was typed meanwhile is saved in its turn; without a network it waits for one.
    else if (dirty.current && (data === undefined || data.version >= 0)) {
      clearTimeout(pending.current);
      pending.current = setTimeout(() => now.current.save(), PAUSE_MS);
    }
  }, [state, data, settled, form]);

  useEffect(() => {
    const element = form.current;
    if (!element) return;
    const address = window.location.href;
    const typed = () => {
      dirty.current = true;
      clearTimeout(pending.current);
      pending.current = setTimeout(() => now.current.save(), PAUSE_MS);
    };
    const back = () => {
      if (dirty.current) now.current.save();
    };
    /** The page goes: what is left goes with it, without waiting for an answer. */
    const leave = () => {
      if (!dirty.current || now.current.state !== 'idle') return;
      dirty.current = false;
      const sent = new URLSearchParams();
      for (const [name, value] of now.current.typedNow(element))
        if (typeof value === 'string') sent.append(name, value);
      void fetch(address, { method: 'POST', body: sent, keepalive: sent.toString().length < 60_000 }).catch(
        () => undefined,
      );
    };
    const submitted = (event: SubmitEvent) => {
      clearTimeout(pending.current);
      dirty.current = false;
      if (now.current.state === 'idle') return;
      event.preventDefault();
      event.stopPropagation();
      waiting.current = event.submitter;
    };
    element.addEventListener('input', typed);
    element.addEventListener('change', typed);
    element.addEventListener('submit', submitted, { capture: true });
    window.addEventListener('online', back);
    window.addEventListener('pagehide', leave);
    return () => {
      clearTimeout(pending.current);
      leave();
      element.removeEventListener('input', typed);
      element.removeEventListener('change', typed);
      element.removeEventListener('submit', submitted, { capture: true });
      window.removeEventListener('online', back);
      window.removeEventListener('pagehide', leave);
    };
  }, [form]);

  return {
    version,
    savedAt: data?.savedAt ?? null,
    mistakes: data?.problem ? null : (data?.mistakes ?? null),
    problem,
  };
}
