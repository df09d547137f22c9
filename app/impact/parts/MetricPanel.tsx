import { formatDay } from '~/design/formats';
import { addDays } from '~/platform/day';
import { kindWords, unitAt, type MetricView } from '../views';
import { CurveMarks, MetricCurve, MonthTable, type CurveMark, type CurvePhase } from './MetricCurve';

/** What the metric was before its definition changed: figures of then are of that, and are never compared with ours. */
function FormerDefinitions({ view, className }: { view: MetricView; className: string }) {
  if (view.breaks.length === 0) return null;
  const former = [view.first, ...view.breaks.slice(0, -1)];
  return (
    <details className={`mt-1 text-sm ${className}`}>
      <summary className="lien cursor-pointer">
        {former.length > 1 ? 'Ses anciennes définitions' : 'Son ancienne définition'}
      </summary>
      <ul className="m-0 list-none p-0">
        {former.map((one, index) => (
          <li key={view.breaks[index]!.since} className="py-1">
            Jusqu’au {formatDay(addDays(view.breaks[index]!.since, -1))} : {one.name}, en {one.unit}.{' '}
            {one.definition}
          </li>
        ))}
      </ul>
    </details>
  );
}

/** A metric as evidence: its figure, its curve, its source and its age, always in this order. */
export function MetricPanel({
  view,
  series,
  phases,
  heading: Heading,
}: {
  view: MetricView & { marks: ReadonlyArray<CurveMark & { dayText: string }> };
  /** Where its values are published for programs, below `/series/`; a metric kept inside has no such place. */
  series: string;
  phases: readonly CurvePhase[];
  heading: 'h2' | 'h3';
}) {
  // On paper the leading metric is told whole, the others by their figure and curve.
  const detail = Heading === 'h3' ? 'print:hidden' : 'print:text-[8pt] print:leading-tight';
  return (
    <section
      aria-labelledby={`mesure-${view.id}`}
      className="mt-6 max-w-4xl min-w-0 print:mt-1 print:text-xs"
    >
      <Heading id={`mesure-${view.id}`} className="m-0 text-lg print:text-[9pt] print:leading-tight">
        {view.name}
      </Heading>
      <p className="m-0 text-sm text-discret print:text-[8pt]">
        {view.northStar && 'Métrique phare · '}mesure {kindWords(view.kind)}
        {view.better && ` · ${view.better}`}
        {!view.public && ' · non publique'}
      </p>
      {view.figure === null ? (
        <p>Aucune valeur encore.</p>
      ) : (
        <>
          <p className="m-0 mt-1 print:text-[8pt] print:leading-tight">
            <strong className="nombre text-2xl text-encre print:text-sm">{view.figure}</strong> en {view.when}
            , {view.change}.
          </p>
          <div className="print:max-w-xs">
            <MetricCurve
              months={view.months}
              targets={view.targets}
              marks={view.marks}
              phases={phases}
              sentence={view.sentence}
            />
          </div>
          <div className={detail}>
            <CurveMarks marks={view.marks} />
          </div>
        </>
      )}
      {view.targets.length > 0 && (
        <p className={`m-0 mt-1 text-sm ${detail}`}>
          Cible : {view.targets.map(({ words }) => words).join(' ; ')}.
        </p>
      )}
      {view.underWay && <p className={`m-0 mt-1 text-sm ${detail}`}>En cours : {view.underWay}.</p>}
      {view.definition && <p className={`m-0 mt-1 text-sm ${detail}`}>{view.definition}</p>}
      <FormerDefinitions view={view} className={detail} />
      <p className={`regle m-0 mt-1 ${detail}`}>
        {[view.source && `Source : ${view.source}`, view.quality && `Qualité : ${view.quality.toLowerCase()}`]
          .filter(Boolean)
          .join('. ')}
        {(view.source || view.quality) && '.'} {view.age}
      </p>
      {view.months.length > 0 && (
        <MonthTable
          name={view.name}
          unit={view.unit}
          months={view.months}
          unitOf={(month) => unitAt(view, month)}
        />
      )}
      {view.public && view.months.length > 0 && (
        <p className="m-0 mt-1 text-sm print:hidden">
          <a href={`${series}/${view.id}`}>
            Ces valeurs au format du réseau (JSON)<span className="sr-only"> : {view.name}</span>
          </a>
        </p>
      )}
    </section>
  );
}
