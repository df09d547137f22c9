import { startupPath } from '~/platform/addresses';
import { LIFECYCLE, type PhaseCode } from '~/startup/rules';

/** More changes at once are told as one: whoever listens reads the list anew. */
export const MOST_MESSAGES = 50;

export interface ChangedStartup {
  publicId: string;
  title: string;
  phase: PhaseCode | null;
}

/** What is sent of one change: enough to know what to read again, nothing that the API does not say. */
const changedStartup = ({ publicId, title, phase }: ChangedStartup, at: Date, origin: string) => ({
  type: 'startup.modifiee',
  timestamp: at.toISOString(),
  data: {
    id: publicId,
    nom: title,
    phase,
    etape: phase === null ? null : LIFECYCLE[phase].stage,
    page: `${origin}${startupPath(publicId)}`,
    api: `${origin}/api/v1/startups/${encodeURIComponent(publicId)}`,
  },
});

/** The messages that tell of these changes, each ready to be sent. */
export const messagesOf = (changed: readonly ChangedStartup[], at: Date, origin: string): string[] =>
  changed.length > MOST_MESSAGES
    ? [
        JSON.stringify({
          type: 'reseau.modifie',
          timestamp: at.toISOString(),
          data: { startups: changed.length, api: `${origin}/api/v1/startups` },
        }),
      ]
    : changed.map((startup) => JSON.stringify(changedStartup(startup, at, origin)));
