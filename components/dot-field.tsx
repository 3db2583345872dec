const COLUMNS = 50;
const ROWS = 20;
const PITCH = 4;
const DOT = 3;
/** Steps of the plastic number: points that never crowd, however many (the R2 sequence). */
const STEP_X = 0.7548776662;
const STEP_Y = 0.5698402909;

/** A thousand passages written by people, and those of them that would be called likely AI.
    The called ones are spread evenly, so that neighbouring fields can be compared at a glance. The words beside it say the same. */
export function DotField({ called }: { called: number }) {
  const marked = Array.from({ length: called }, (_, i) => ({
    x: Math.floor(((0.5 + i * STEP_X) % 1) * COLUMNS) * PITCH,
    y: Math.floor(((0.5 + i * STEP_Y) % 1) * ROWS) * PITCH,
  }));
  return (
    <svg class="dot-field" viewBox={`-1 -1 ${COLUMNS * PITCH + 1} ${ROWS * PITCH + 1}`} aria-hidden="true">
      <defs>
        <pattern id="dots" width={PITCH} height={PITCH} patternUnits="userSpaceOnUse">
          <rect width={DOT} height={DOT} fill="var(--rule)" />
        </pattern>
      </defs>
      <rect width={COLUMNS * PITCH} height={ROWS * PITCH} fill="url(#dots)" />
      {marked.map(({ x, y }) => (
        <rect
          key={`${x} ${y}`}
          x={x - 0.5}
          y={y - 0.5}
          width={DOT + 1}
          height={DOT + 1}
          fill="var(--likely)"
        />
      ))}
    </svg>
  );
}
