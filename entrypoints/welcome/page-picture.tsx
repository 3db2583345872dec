/** A page as Telltale shows it: lines of text, two marked passages, and the strip under them. Says nothing by itself. */
export function PagePicture() {
  return (
    <svg class="page-picture" viewBox="0 0 300 250" aria-hidden="true">
      <defs>
        <pattern id="hatch" width="4" height="4" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <rect width="2" height="4" fill="var(--possibly)" />
        </pattern>
      </defs>
      <rect x=".5" y=".5" width="299" height="249" rx="5" fill="var(--sheet)" stroke="var(--rule)" />
      <Lines y={28} widths={[236, 252, 180]} />
      <rect x="20" y="70" width="260" height="46" fill="var(--likely-wash)" />
      <Lines y={80} widths={[252, 240, 210]} line="solid" />
      <Lines y={134} widths={[246, 170]} />
      <rect x="20" y="162" width="260" height="32" fill="var(--possibly-wash)" />
      <Lines y={172} widths={[250, 150]} line="dashed" />
      <g transform="translate(24 236)">
        <path d="M0 0h252" stroke="var(--edge)" />
        <rect x="0" y="-7" width="70" height="7" fill="color-mix(in srgb, var(--none) 55%, var(--sheet))" />
        <rect x="72" y="-26" width="74" height="26" fill="var(--likely)" />
        <rect x="148" y="-7" width="44" height="7" fill="color-mix(in srgb, var(--none) 55%, var(--sheet))" />
        <rect x="194.5" y="-16" width="57" height="16" fill="url(#hatch)" stroke="var(--possibly)" />
      </g>
    </svg>
  );
}

const STEP = 14;

function Lines({ y, widths, line }: { y: number; widths: number[]; line?: 'solid' | 'dashed' }) {
  const colour = line === 'solid' ? 'var(--likely)' : 'var(--possibly)';
  return (
    <g>
      {widths.map((width, i) => (
        <g key={width}>
          <path d={`M24 ${y + i * STEP}h${width}`} stroke="var(--ink)" stroke-width="3.5" opacity=".55" />
          {line && (
            <path
              d={`M24 ${y + 5.5 + i * STEP}h${width}`}
              stroke={colour}
              stroke-width="1.6"
              stroke-dasharray={line === 'dashed' ? '6 4' : undefined}
            />
          )}
        </g>
      ))}
    </g>
  );
}
