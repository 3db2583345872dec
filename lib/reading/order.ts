import type { Passage } from './types.ts';

/** Within this many windows above or below, a reader arrives in a second or two of scrolling. */
const NEAR_WINDOWS = 1;

export type Nearness = 'visible' | 'near' | 'far';

/** A window onto the page, in the coordinates of `getBoundingClientRect`. */
export interface Viewport {
  top: number;
  bottom: number;
}

export const windowViewport = (): Viewport => ({ top: 0, bottom: window.innerHeight });

/** Passages in the order in which a reader will meet them: visible, then near, then the rest, each in page order. */
export function visibleFirst(passages: readonly Passage[], viewport: Viewport = windowViewport()): Passage[] {
  const sorted: Record<Nearness, Passage[]> = { visible: [], near: [], far: [] };
  for (const passage of passages) sorted[nearnessOf(passage, viewport)].push(passage);
  return [...sorted.visible, ...sorted.near, ...sorted.far];
}

export function nearnessOf(passage: Passage, viewport: Viewport = windowViewport()): Nearness {
  const first = passage.blocks[0]?.element.getBoundingClientRect();
  const last = passage.blocks.at(-1)?.element.getBoundingClientRect();
  if (!first || !last) return 'far';
  const margin = (viewport.bottom - viewport.top) * NEAR_WINDOWS;
  if (last.bottom > viewport.top && first.top < viewport.bottom) return 'visible';
  return last.bottom > viewport.top - margin && first.top < viewport.bottom + margin ? 'near' : 'far';
}
