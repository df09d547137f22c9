/** The dates of a call: instants, excluded at their very minute. Everything about its state follows from them. */
export interface CallDates {
  opensAt: Date;
  closesAt: Date;
  scoresCloseAt: Date;
  announcedAt: Date | null;
}

export const CALL_STATES = {
  annonce: 'Annoncé',
  ouvert: 'Ouvert',
  lecture: 'Lecture et notation',
  deliberation: 'Délibération',
  resultats: 'Résultats publiés',
} as const;
export type CallState = keyof typeof CALL_STATES;

export function callState(
  { opensAt, closesAt, scoresCloseAt, announcedAt }: CallDates,
  now: Date,
): CallState {
  if (announcedAt !== null) return 'resultats';
  if (now < opensAt) return 'annonce';
  if (now < closesAt) return 'ouvert';
  return now < scoresCloseAt ? 'lecture' : 'deliberation';
}

/** Until scoring closes for all, marks and averages of others are hidden from everyone. */
export const scoresAreOpen = (dates: CallDates, now: Date): boolean =>
  now >= dates.scoresCloseAt || dates.announcedAt !== null;

/** Whether a team may still write and deposit: while the call is open, or while its own file was opened again. */
export const mayWrite = (dates: CallDates, reopenedUntil: Date | null, now: Date): boolean =>
  callState(dates, now) === 'ouvert' ||
  (reopenedUntil !== null && now < reopenedUntil && now < dates.scoresCloseAt);
