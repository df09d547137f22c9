import type { ShouldRevalidateFunctionArgs } from '@remix-run/react';

/** What saving answers to a script, and to a page. */
export interface SavedDraft {
  version: number;
  /** « 14 h 02 » */
  savedAt: string | null;
  mistakes: Record<string, string>;
  problem: string | null;
}

const OFFLINE: SavedDraft = {
  version: -1,
  savedAt: null,
  mistakes: {},
  problem: 'Pas de réseau : ce que vous écrivez reste ici, et sera enregistré à son retour.',
};

/** A form sent without a network comes back with a sentence instead of an error page. */
export async function keptOffline({
  serverAction,
}: {
  serverAction: () => Promise<unknown>;
}): Promise<unknown> {
  try {
    return await serverAction();
  } catch (error) {
    if (error instanceof TypeError) return { ...OFFLINE, preview: null, typed: null, again: 0 };
    throw error;
  }
}

/** What is saved by itself changes nothing of what is shown; without a network nothing can be asked for anew. */
export const revalidatesAfter = ({
  formData,
  actionResult,
  defaultShouldRevalidate,
}: ShouldRevalidateFunctionArgs): boolean => {
  const isOffline = (actionResult as SavedDraft | undefined)?.version === OFFLINE.version;
  return formData?.get('intention') === 'brouillon' || isOffline ? false : defaultShouldRevalidate;
};
