/** Who else has a draft of this page, and why the last sending could not be kept. */
export function EditionNotices({ others, problem }: { others: readonly string[]; problem: string | null }) {
  return (
    <>
      {others.length > 0 && (
        <p className="carte max-w-3xl">
          {others.join(', ')} {others.length > 1 ? 'ont' : 'a'} aussi un brouillon de cette page.
        </p>
      )}
      {problem && (
        <p role="alert" className="fr-alert fr-alert--error max-w-3xl">
          {problem}
        </p>
      )}
    </>
  );
}
