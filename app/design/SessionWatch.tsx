import { useEffect, useState } from 'react';
import { countOf } from './formats';

/** In how many seconds the session ends, and whether one may go on. */
export interface SessionEnd {
  seconds: number;
  mayGoOn: boolean;
}

const WARNING_SECONDS = 5 * 60;
const MOST_SECONDS = 2_000_000;

const isSoon = ({ seconds }: SessionEnd): boolean => seconds <= WARNING_SECONDS + 1;

async function ask(method: 'GET' | 'POST'): Promise<SessionEnd | null> {
  try {
    const answer = await fetch('/session', { method, headers: { Accept: 'application/json' } });
    return answer.ok ? ((await answer.json()) as SessionEnd | null) : null;
  } catch {
    return null;
  }
}

/** Warns before a session ends by itself, and lets it go on with one click. Nothing is shown before. */
export function SessionWatch({ end }: { end: SessionEnd }) {
  const [known, setKnown] = useState(end);
  const [warning, setWarning] = useState<'none' | 'soon' | 'over'>(isSoon(end) ? 'soon' : 'none');
  useEffect(() => {
    const { seconds } = known;
    // Before the warning, until it; after it, until the end itself.
    const wait = Math.min(seconds > WARNING_SECONDS ? seconds - WARNING_SECONDS : seconds + 1, MOST_SECONDS);
    // Another window may have kept the session alive meanwhile: ask before warning.
    const timer = setTimeout(
      () =>
        void ask('GET').then((now) => {
          if (now === null) return setWarning('over');
          if (isSoon(now)) setWarning('soon');
          setKnown(now);
        }),
      wait * 1000,
    );
    return () => clearTimeout(timer);
  }, [known]);
  if (warning === 'none') return null;
  const goOn = () =>
    void ask('POST').then((now) => {
      setWarning(now === null ? 'over' : 'none');
      if (now !== null) setKnown(now);
    });
  return (
    <div className="session py-3" role="alert">
      <div className="page flex flex-wrap items-center gap-4">
        {warning === 'over' ? (
          <span>
            Votre session est finie.{' '}
            <a href="/connexion" target="_blank" rel="noopener">
              Reconnectez-vous dans un nouvel onglet
            </a>
            , puis continuez ici : rien n’est perdu.
          </span>
        ) : (
          <>
            <span>
              Votre session finit dans{' '}
              {countOf(Math.max(1, Math.round(known.seconds / 60)), 'minute', 'minutes')}. Ce que vous écrivez
              est gardé.
            </span>
            {known.mayGoOn && (
              <button type="button" className="fr-btn fr-btn--sm" onClick={goOn}>
                Prolonger la session
              </button>
            )}
          </>
        )}
      </div>
    </div>
  );
}
