import type { MetricView } from '../views';
import { CurveMarks, MetricCurve, MonthTable, type CurveMark, type CurvePhase } from './MetricCurve';

/** A metric as evidence: its figure, its curve, its source and its age, always in this order. */
export function MetricPanel({
  view,
  phases,
  heading: Heading,
}: {
  view: MetricView & { marks: ReadonlyArray<CurveMark & { dayText: string }> };
  phases: readonly CurvePhase[];
  heading: 'h2' | 'h3';
}) {
  return (
    <section aria-labelledby={`mesure-${view.id}`} className="mt-6 max-w-4xl min-w-0">
      <Heading id={`mesure-${view.id}`} className="m-0 text-lg">
        {view.name}
      </Heading>
      <p className="m-0 text-sm text-discret">
        {view.northStar && 'Métrique phare · '}mesure {kindWords(view.kind)}
        {!view.public && ' · non publique'}
      </p>
      {view.figure === null ? (
        <p>Aucune valeur encore.</p>
      ) : (
        <>
          <p className="m-0 mt-1">
            <strong className="nombre text-2xl text-encre">{view.figure}</strong> en {view.when},{' '}
            {view.change}.
          </p>
          <MetricCurve
            months={view.months}
            targets={view.targets}
            marks={view.marks}
            phases={phases}
            sentence={view.sentence}
          />
          <CurveMarks marks={view.marks} />
        </>
      )}
      {view.targets.length > 0 && (
        <p className="m-0 mt-1 text-sm">Cible : {view.targets.map(({ words }) => words).join(' ; ')}.</p>
      )}
      {view.definition && <p className="m-0 mt-1 text-sm">{view.definition}</p>}
      <p className="regle m-0 mt-1">
        {[view.source && `Source : ${view.source}`, view.quality && `Qualité : ${view.quality.toLowerCase()}`]
          .filter(Boolean)
          .join('. ')}
        {(view.source || view.quality) && '.'} {view.age}
      </p>
      {view.months.length > 0 && <MonthTable name={view.name} unit={view.unit} months={view.months} />}
    </section>
  );
}

const kindWords = (kind: MetricView['kind']): string => (/^[aeiou]/.test(kind) ? `d’${kind}` : `de ${kind}`);
