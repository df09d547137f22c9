import type { Rows } from '~/platform/print/sheets.server';
import { digest } from '~/platform/secrets.server';
import type { DepositedFile } from './application/applications.server';
import type { GridLine } from './calls/grids';
import type { Score } from './jury/readings.server';
import { ADMISSIBILITIES, DECISIONS } from './vocabulary';

const inEuros = (value: number | null): string => (value === null ? '' : String(value / 100));

/** The applications of a call: what is asked, and what was decided once it may be told. */
export const applicationRows = (applications: readonly DepositedFile[], decided: boolean): Rows => [
  ['startup', 'deposee_le', 'montant_demande', 'apport', 'recevabilite', 'decision', 'montant_accorde'],
  ...applications.map((one) => [
    one.title,
    one.depositedAt?.toISOString() ?? '',
    inEuros(one.amount),
    inEuros(one.cofunding),
    one.admissibility === null ? '' : ADMISSIBILITIES[one.admissibility],
    decided && one.decision !== null ? DECISIONS[one.decision].label : '',
    decided ? inEuros(one.awarded) : '',
  ]),
];

/** Marks by juror, each under a number that says nothing of who they are and that no other call shares. */
export function marksRows(
  applications: ReadonlyArray<Pick<DepositedFile, 'id' | 'title'>>,
  lines: ReadonlyArray<Pick<GridLine, 'code' | 'label'>>,
  scores: readonly Score[],
  callId: string,
): Rows {
  const seats = [...new Set(scores.map(({ seatId }) => seatId))].sort((a, b) =>
    digest(callId + a) < digest(callId + b) ? -1 : 1,
  );
  return [
    ['startup', 'critere', 'jure', 'note', 'note_avant'],
    ...applications.flatMap(({ id, title }) =>
      lines.flatMap(({ code, label }) =>
        seats.flatMap((seatId, index) => {
          const score = scores.find(
            (one) => one.applicationId === id && one.code === code && one.seatId === seatId,
          );
          return score
            ? [
                [
                  title,
                  label,
                  `juré ${index + 1}`,
                  score.value ?? 'sans objet',
                  score.revised ? (score.firstValue ?? '') : '',
                ],
              ]
            : [];
        }),
      ),
    ),
  ];
}
