import type { Price } from '../../lib/views/figures.ts';
import { formatShare, t } from '../../lib/views/words.ts';
import './charts.css';

const WIDTH = 560;
const HEIGHT = 300;
const LEFT = 44;
const BOTTOM = 34;
const TOP = 10;
const RIGHT = 12;
/** The scale of false alarms is logarithmic: 1 in 5,000 to 1 in 5. */
const FEWEST = 0.0002;
const MOST = 0.2;
const TICKS = [0.001, 0.005, 0.02, 0.1];

interface Props {
  curve: readonly Price[];
  /** The settings a reader can choose, on the curve. */
  points: readonly (Price & { name: string })[];
}

/** How much AI text is found for how many false alarms. */
export function FoundCurve({ curve, points }: Props) {
  const line = curve.map(({ falseAlarms, found }) => `${x(falseAlarms)},${y(found)}`).join(' ');
  return (
    <svg class="chart found-curve" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={t('curveLabel')}>
      {[0, 0.25, 0.5, 0.75, 1].map((found) => (
        <g key={found}>
          <line class="grid" x1={LEFT} x2={WIDTH - RIGHT} y1={y(found)} y2={y(found)} />
          <text class="tick" x={LEFT - 8} y={y(found) + 4} text-anchor="end">
            {formatShare(found)}
          </text>
        </g>
      ))}
      {TICKS.map((falseAlarms) => (
        <g key={falseAlarms}>
          <line class="grid" x1={x(falseAlarms)} x2={x(falseAlarms)} y1={TOP} y2={HEIGHT - BOTTOM} />
          <text class="tick" x={x(falseAlarms)} y={HEIGHT - BOTTOM + 18} text-anchor="middle">
            {t('oneIn', Math.round(1 / falseAlarms).toLocaleString())}
          </text>
        </g>
      ))}
      <polyline class="curve" points={line} />
      {points.map(({ name, falseAlarms, found }) => (
        <g key={name}>
          <circle class="point" cx={x(falseAlarms)} cy={y(found)} r={5} />
          <text class="point-name" x={x(falseAlarms) + 10} y={y(found) + 16}>
            {name}, {formatShare(found)}
          </text>
        </g>
      ))}
    </svg>
  );
}

function x(falseAlarms: number): number {
  const at = Math.log(Math.max(FEWEST, falseAlarms) / FEWEST) / Math.log(MOST / FEWEST);
  return LEFT + at * (WIDTH - LEFT - RIGHT);
}

function y(found: number): number {
  return TOP + (1 - found) * (HEIGHT - TOP - BOTTOM);
}
