import { LIFECYCLE, type PhaseCode } from '../rules';
import { PhaseSwatch } from './PhaseBadge';

const MAIN: readonly PhaseCode[] = ['investigation', 'construction', 'acceleration', 'consolidation'];

/** The lifecycle drawn from its table: the four phases in line, and where each may lead. */
export function LifecyclePicture() {
  return (
    <ol className="m-0 grid list-none grid-cols-1 gap-4 p-0 lg:grid-cols-5" aria-label="Le cycle de vie">
      {MAIN.map((code, index) => {
        const { label, question, next, nominalMonths } = LIFECYCLE[code];
        return (
          <li key={code} className="carte relative flex flex-col gap-2">
            <p className="m-0 flex items-center gap-2 font-bold text-encre">
              <PhaseSwatch code={code} />
              {index + 1}. {label}
            </p>
            <p className="m-0 text-sm">{question}</p>
            {nominalMonths && (
              <p className="regle">
                De {nominalMonths[0]} à {nominalMonths[1]} mois d’après les guides du réseau.
              </p>
            )}
            <p className="regle mt-auto">
              Mène à : {next.map((to) => LIFECYCLE[to].label.toLowerCase()).join(', ')}.
            </p>
          </li>
        );
      })}
      <li className="carte flex flex-col gap-2">
        <p className="m-0 flex items-center gap-2 font-bold text-encre">
          <PhaseSwatch code="opere" />
          5. Passage de relais
        </p>
        <p className="m-0 text-sm">
          Le service dure, opéré au sein du réseau ou transféré à une administration d’accueil.
        </p>
        <p className="regle mt-auto">
          Opéré mène à : {LIFECYCLE.opere.next.map((to) => LIFECYCLE[to].label.toLowerCase()).join(', ')}.
          Transféré mène à :{' '}
          {LIFECYCLE.transfere.next.map((to) => LIFECYCLE[to].label.toLowerCase()).join(', ')}.
        </p>
      </li>
    </ol>
  );
}
