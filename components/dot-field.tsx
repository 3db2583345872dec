const COLUMNS = 50;
const ROWS = 20;
const PITCH = 4;
const DOT = 3;

/** A thousand passages written by people, and those of them that would be called likely AI.
    The called ones are spread evenly, so that neighbouring fields can be compared at a glance. */
export function DotField({ called, label }: { called: number; label: string }) {
  const total = COLUMNS * ROWS;
  const marked = Array.from({ length: called }, (_, i) => {
    // A step that shares no factor with 1,000 visits every place once, in no visible order.
    const place = (137 + i * 617) % total;
    return { x: (place % COLUMNS) * PITCH, y: Math.floor(place / COLUMNS) * PITCH };
  });
  return (
    <svg class="dot-field" viewBox={`0 0 ${COLUMNS * PITCH} ${ROWS * PITCH}`} role="img" aria-label={label}>
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
