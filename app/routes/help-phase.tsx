import { redirect, type LoaderFunctionArgs } from '@remix-run/node';
import { isPhaseCode, LIFECYCLE } from '~/startup/rules';
import { notFound } from './answers.server';

/** The help of a phase by its code, as the network's phase files link to it. */
export function loader({ params }: LoaderFunctionArgs) {
  const code = params.code ?? '';
  if (!isPhaseCode(code)) throw notFound('Aucune phase ne porte ce code.');
  const { kind } = LIFECYCLE[code];
  return redirect(
    kind === 'phase' ? `/aide/phase-${code}` : kind === 'exit' ? '/aide/passage-de-relais' : '/aide/arrets',
    301,
  );
}

/** Never drawn: it makes a wrong code a page for people. */
export default function HelpPhase() {
  return null;
}
