import { countOf, formatAmount, formatDay, formatTime } from '~/design/formats';
import { parisDay } from '~/platform/calendar';
import { CALL_STATES, callState } from './calendar';
import type { Call } from './calls.server';

/** « le 21 juin 2026 à 12 h 00 », in Paris. */
export const atInstant = (instant: Date): string =>
  `le ${formatDay(parisDay(instant))} à ${formatTime(instant)}`;

/** The sentence that answers first: where the call is, and what comes next. */
export function callSentence(call: Call, now: Date): string {
  switch (callState(call, now)) {
    case 'annonce':
      return `Ouvre ${atInstant(call.opensAt)}.`;
    case 'ouvert':
      return `Ouvert jusqu’${atInstant(call.closesAt).replace(/^le /, 'au ')}, heure de Paris.`;
    case 'lecture':
      return `Clos depuis ${atInstant(call.closesAt)} : le jury lit et note jusqu’${atInstant(call.scoresCloseAt).replace(/^le /, 'au ')}.`;
    case 'deliberation':
      return 'Le jury délibère : les résultats sont publiés tous ensemble.';
    case 'resultats':
      return `Résultats publiés ${atInstant(call.announcedAt!)}.`;
  }
}

/** The rules of money in words, each with what it means. */
export function moneyRules(call: Call): string[] {
  return [
    call.means === 'enveloppe'
      ? `Enveloppe : ${formatAmount(call.envelope!)}, accompagnement compris.`
      : `${countOf(call.places!, 'place', 'places')}.`,
    ...(call.cap === null ? [] : [`Montant demandé : ${formatAmount(call.cap)} au plus.`]),
    ...(call.cofundingPercent === 0
      ? []
      : [`Cofinancement : l’administration apporte ${call.cofundingPercent} % du total au moins.`]),
    ...(call.coachingValue === null || call.coachingValue === 0
      ? []
      : [
          `Accompagnement de chaque lauréat, compté ${formatAmount(call.coachingValue)} ; certains reçoivent aussi un cofinancement.`,
        ]),
  ];
}

export const shownCall = (call: Call, now: Date) => ({
  id: call.id,
  title: call.title,
  program: call.programName,
  state: callState(call, now),
  stateLabel: CALL_STATES[callState(call, now)],
  sentence: callSentence(call, now),
});
