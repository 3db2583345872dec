/** The sign of the product: three threads on a mast; one of them flutters. */
export function TelltaleSign() {
  return (
    <svg class="telltale-sign" viewBox="0 0 16 16" width="1.15em" height="1.15em" aria-hidden="true">
      <g fill="none" stroke="currentColor" stroke-width="1.6" stroke-linecap="round">
        <path d="M2.5 1.5v13" />
        <path d="M5.5 4h8" opacity=".55" />
        <path d="M5.5 12h6" opacity=".55" />
        <path d="M5.5 8c1.5-2 2.8-2 4.2 0s2.9 2 4.3 0" stroke="var(--likely)" stroke-width="1.9" />
      </g>
    </svg>
  );
}
