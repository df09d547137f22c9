import { useEffect, useState } from 'react';

const shown = (seconds: number): string =>
  `${seconds < 0 ? '−' : ''}${Math.floor(Math.abs(seconds) / 60)}:${String(Math.abs(seconds) % 60).padStart(2, '0')}`;

/** The time left of each part. It counts when asked to, makes no noise, and says nothing when it is over but its sign. */
export function SessionTimer({ parts }: { parts: ReadonlyArray<{ label: string; minutes: number }> }) {
  const [chosen, setChosen] = useState(0);
  const [left, setLeft] = useState((parts[0]?.minutes ?? 0) * 60);
  const [runs, setRuns] = useState(false);
  useEffect(() => {
    if (!runs) return;
    const timer = setInterval(() => setLeft((seconds) => seconds - 1), 1000);
    return () => clearInterval(timer);
  }, [runs]);
  const choose = (index: number) => {
    setChosen(index);
    setLeft((parts[index]?.minutes ?? 0) * 60);
    setRuns(true);
  };
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2" role="group" aria-label="Temps de la séance">
      <p className="nombre m-0 text-3xl font-bold" role="timer" aria-live="off">
        {shown(left)}
      </p>
      {parts.map(({ label, minutes }, index) => (
        <button
          key={label}
          type="button"
          className={`fr-btn fr-btn--sm ${index === chosen ? '' : 'fr-btn--secondary'}`}
          aria-pressed={index === chosen}
          onClick={() => choose(index)}
        >
          {label}, {minutes} min
        </button>
      ))}
      <button
        type="button"
        className="fr-btn fr-btn--sm fr-btn--tertiary"
        onClick={() => setRuns((running) => !running)}
      >
        {runs ? 'Arrêter le temps' : 'Lancer le temps'}
      </button>
    </div>
  );
}
