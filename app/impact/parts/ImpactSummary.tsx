import { Link } from '@remix-run/react';
import type { Cost } from '../costs';
import type { MetricView } from '../views';
import { Costs } from './Costs';
import { MatrixTiles, type MatrixTile } from './Matrix';
import { MetricPanel } from './MetricPanel';
import type { CurveMark, CurvePhase } from './MetricCurve';

/** On a startup's page: the figure that guides the team, what it costs, and where the rest is. */
export function ImpactSummary({
  path,
  view,
  phases,
  count,
  tiles,
  costs,
  hasBudget,
}: {
  path: string;
  view: (MetricView & { marks: ReadonlyArray<CurveMark & { dayText: string }> }) | null;
  phases: readonly CurvePhase[];
  count: number;
  tiles: readonly MatrixTile[];
  costs: readonly Cost[];
  hasBudget: boolean;
}) {
  return (
    <section aria-labelledby="impact" className="mt-10">
      <h2 id="impact">Impact</h2>
      {view && <MetricPanel view={view} series={`${path}/impact/series`} phases={phases} heading="h3" />}
      {count > 0 && (
        <div className="mt-4">
          <MatrixTiles tiles={tiles} />
        </div>
      )}
      {costs.length > 0 && (
        <div className="mt-4">
          <Costs costs={costs} />
        </div>
      )}
      <p className="mt-4 flex flex-wrap gap-x-6 gap-y-2">
        {count > 0 && (
          <Link to={`${path}/impact`}>
            {count > 1 ? `Les ${count} mesures` : 'Toute la mesure'} et la matrice d’impact
          </Link>
        )}
        {hasBudget && <Link to={`${path}/budget`}>Le budget</Link>}
        <Link to={`${path}/standards`}>Les standards de qualité</Link>
      </p>
    </section>
  );
}
