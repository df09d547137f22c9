import { useEffect, useState } from 'react';

const WARNING_MS = 5 * 60_000;

const minutesLeft = (until: string): number =>
  Math.max(1, Math.round((Date.parse(until) - Date.now()) / 60_000));

async function ask(method: 'GET' | 'POST'): Promise<string | null> {
  try {
    const answer = await fetch('/session', { method, headers: { Accept: 'application/json' } });
    if (!answer.ok) return null;
    return ((await answer.json()) as { idleUntil: string | null }).idleUntil;
  } catch {
    return null;
  }
}

/** Warns before a session ends by itself, and lets it go on with one click. Nothing is shown before. */
export function SessionWatch({ idleUntil }: { idleUntil: string }) {
  const [until, setUntil] = useState(idleUntil);
  const [warning, setWarning] = useState<'none' | 'soon' | 'over'>('none');
  useEffect(() => {
    const wait = Date.parse(until) - Date.now() - WARNING_MS;
    // Another window may have kept the session alive meanwhile: ask before warning.
    const timer = setTimeout(
      () =>
        void ask('GET').then((now) => {
          if (now !== null && Date.parse(now) - Date.now() > WARNING_MS + 1_000) setUntil(now);
          else setWarning(now === null ? 'over' : 'soon');
        }),
      Math.max(0, Math.min(wait, 2_000_000_000)),
    );
    return () => clearTimeout(timer);
  }, [until]);
  if (warning === 'none') return null;
  return (
    <div className="session py-3" role="alert">
      <div className="page flex flex-wrap items-center gap-4">
        {warning === 'soon' ? (
          <>
            <span>Votre session finit dans {minutesLeft(until)} minutes. Ce que vous écrivez est gardé.</span>
            <button
              type="button"
              className="fr-btn fr-btn--sm"
              onClick={() =>
                void ask('POST').then((now) => {
                  if (now === null) return setWarning('over');
                  setWarning('none');
                  setUntil(now);
                })
              }
            >
              Prolonger la session
            </button>
          </>
        ) : (
          <span>
            Votre session est finie.{' '}
            <a href="/connexion" target="_blank" rel="noopener">
              Reconnectez-vous dans un nouvel onglet
            </a>
            , puis continuez ici : rien n’est perdu.
          </span>
        )}
      </div>
    </div>
  );
}
