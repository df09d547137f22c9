import { scaleLinear } from 'd3-scale';
import { area, stack } from 'd3-shape';

export interface StockSeries {
  key: string;
  label: string;
  className: string;
  pattern?: string;
}

/**
 * Stock over time as stacked areas; the table of the same figures stands beside it on the page.
 * `points` are in order, each with its label for the axis and a value by series key.
 */
export function StockChart({
  points,
  series,
  sentence,
}: {
  points: ReadonlyArray<{ label: string; values: Readonly<Record<string, number>> }>;
  series: readonly StockSeries[];
  sentence: string;
}) {
  const width = 760;
  const height = 260;
  const left = 36;
  const bottom = 24;
  const most = Math.max(
    1,
    ...points.map((point) => series.reduce((sum, { key }) => sum + (point.values[key] ?? 0), 0)),
  );
  const x = scaleLinear()
    .domain([0, Math.max(1, points.length - 1)])
    .range([left, width - 8]);
  const y = scaleLinear()
    .domain([0, most])
    .nice(4)
    .range([height - bottom, 12]);
  const layers = stack<(typeof points)[number]>()
    .keys(series.map(({ key }) => key))
    .value((point, key) => point.values[key] ?? 0)([...points]);
  const draw = area<[number, number]>()
    .x((_, index) => Math.round(x(index) * 10) / 10)
    .y0((layer) => Math.round(y(layer[0]) * 10) / 10)
    .y1((layer) => Math.round(y(layer[1]) * 10) / 10);
  const every = Math.ceil(points.length / 9);
  return (
    <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-label={sentence} className="block w-full">
      {y.ticks(4).map((tick) => (
        <g key={tick}>
          <line x1={left} x2={width - 8} y1={y(tick)} y2={y(tick)} className="axe" />
          <text x={left - 6} y={y(tick) + 4} textAnchor="end" className="texte-axe">
            {tick}
          </text>
        </g>
      ))}
      {layers.map((layer, index) => {
        const path = draw(layer as unknown as Array<[number, number]>) ?? '';
        const { className, pattern } = series[index]!;
        return (
          <g key={layer.key}>
            <path d={path} className={`${className} aire`} />
            {pattern && <path d={path} fill={pattern} />}
          </g>
        );
      })}
      {points.map((point, index) =>
        index % every === 0 ? (
          <text
            key={point.label}
            x={x(index)}
            y={height - 6}
            textAnchor={index === points.length - 1 ? 'end' : 'middle'}
            className="texte-axe"
          >
            {point.label}
          </text>
        ) : null,
      )}
    </svg>
  );
}
