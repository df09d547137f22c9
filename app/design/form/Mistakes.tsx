import { useEffect, useRef, type ReactNode } from 'react';

/** What a form answers when something is to be corrected: what was typed comes back, each mistake beside its field. */
export interface FormAnswer {
  typed: Readonly<Record<string, string>>;
  mistakes: Readonly<Record<string, string>>;
}

/** The mistakes of a form in one place, each leading to its field; takes the focus when it appears. */
export function MistakeSummary({
  mistakes,
  title = 'Il reste à corriger',
  linkOf = (field) => `#${field}`,
  answer,
}: {
  mistakes: Readonly<Record<string, string>> | undefined;
  title?: string;
  linkOf?: (field: string) => string;
  /** The answer that brought them: the same mistakes made again take the focus again. */
  answer?: unknown;
}) {
  const summary = useRef<HTMLDivElement>(null);
  const found = Object.entries(mistakes ?? {});
  const isThere = found.length > 0;
  useEffect(() => {
    if (isThere) summary.current?.focus();
  }, [answer, isThere]);
  if (!isThere) return null;
  return (
    <div ref={summary} tabIndex={-1} role="alert" className="fr-alert fr-alert--error mb-6">
      <h2 className="fr-alert__title">{title}</h2>
      <ul>
        {found.map(([field, sentence]) => (
          <li key={field}>{field === 'form' ? sentence : <a href={linkOf(field)}>{sentence}</a>}</li>
        ))}
      </ul>
    </div>
  );
}

/** Something is done: said once, without taking the focus. */
export function Done({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className="fr-alert fr-alert--success mb-6" role="status">
      <p className="fr-alert__title m-0">{title}</p>
      {children}
    </div>
  );
}
