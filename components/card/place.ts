// Where the card goes. Pure: no DOM.

export interface Box {
  left: number;
  top: number;
  width: number;
  height: number;
}

export interface Size {
  width: number;
  height: number;
}

/** `maxHeight` is below the card's own height where only a lower card avoids the passage: it scrolls inside. */
export interface Placement {
  left: number;
  top: number;
  maxHeight: number;
}

const GAP = 10; // px between passage and card: near enough to belong together
const EDGE = 8; // px kept free at the viewport's edges
const LOWEST = 176; // px; a card lower than this shows too little to be worth it

/** Places a card beside its passage, in viewport pixels, without covering any of the passage's visible lines.
    Only where the passage fills the viewport on all sides does it cover something: then as few lines as possible. */
export function placeCard(anchorRects: readonly Box[], card: Size, viewport: Size): Placement {
  const visible = anchorRects.map((rect) => clip(rect, viewport)).filter((rect) => rect !== null);
  const around = bounds(visible);
  if (!around) return atCorner(card, viewport);
  const beside = candidates(around, card, viewport).find((place) => fits(place, card, viewport, visible));
  return beside ?? leastCovering(visible, card, viewport);
}

/** The margins first: what is read next stays free. Then below and above, whole before cut. */
function candidates(around: Box, card: Size, viewport: Size): Placement[] {
  const left = clamp(around.left, EDGE, viewport.width - card.width - EDGE);
  const below = around.top + around.height + GAP;
  const roomBelow = viewport.height - below - EDGE;
  const roomAbove = around.top - GAP - EDGE;
  const full = Math.min(card.height, viewport.height - 2 * EDGE);
  const top = clamp(around.top, EDGE, viewport.height - full - EDGE);
  const right = { left: around.left + around.width + GAP, top, maxHeight: viewport.height - 2 * EDGE };
  const leftward = { ...right, left: around.left - GAP - card.width };
  const under = { left, top: below, maxHeight: roomBelow };
  const overHeight = Math.min(card.height, roomAbove);
  const over = { left, top: around.top - GAP - overHeight, maxHeight: roomAbove };
  const whole = [under, over].filter((place) => place.maxHeight >= card.height);
  const cut = [under, over]
    .filter((place) => place.maxHeight >= LOWEST)
    .sort((a, b) => b.maxHeight - a.maxHeight);
  return [right, leftward, ...whole, ...cut];
}

function fits(place: Placement, card: Size, viewport: Size, lines: readonly Box[]): boolean {
  const box = boxOf(place, card);
  const inside =
    box.left >= EDGE &&
    box.top >= EDGE &&
    box.left + box.width <= viewport.width - EDGE &&
    box.top + box.height <= viewport.height - EDGE;
  return inside && covered(box, lines) === 0;
}

function leastCovering(lines: readonly Box[], card: Size, viewport: Size): Placement {
  const maxHeight = viewport.height - 2 * EDGE;
  const right = viewport.width - card.width - EDGE;
  const bottom = Math.max(EDGE, viewport.height - card.height - EDGE);
  const corners = [
    { left: right, top: bottom, maxHeight },
    { left: right, top: EDGE, maxHeight },
    { left: EDGE, top: bottom, maxHeight },
    { left: EDGE, top: EDGE, maxHeight },
  ];
  const cost = (place: Placement) => covered(boxOf(place, card), lines);
  return corners.reduce((best, next) => (cost(next) < cost(best) ? next : best));
}

function atCorner(card: Size, viewport: Size): Placement {
  return {
    left: Math.max(EDGE, viewport.width - card.width - EDGE),
    top: Math.max(EDGE, viewport.height - card.height - EDGE),
    maxHeight: viewport.height - 2 * EDGE,
  };
}

function boxOf(place: Placement, card: Size): Box {
  return {
    left: place.left,
    top: place.top,
    width: card.width,
    height: Math.min(card.height, place.maxHeight),
  };
}

/** Area in px² of the lines that a box covers. */
function covered(box: Box, lines: readonly Box[]): number {
  return lines.reduce((sum, line) => {
    const width = Math.min(box.left + box.width, line.left + line.width) - Math.max(box.left, line.left);
    const height = Math.min(box.top + box.height, line.top + line.height) - Math.max(box.top, line.top);
    return sum + Math.max(0, width) * Math.max(0, height);
  }, 0);
}

function clip(rect: Box, viewport: Size): Box | null {
  const left = Math.max(0, rect.left);
  const top = Math.max(0, rect.top);
  const width = Math.min(viewport.width, rect.left + rect.width) - left;
  const height = Math.min(viewport.height, rect.top + rect.height) - top;
  return width > 0 && height > 0 ? { left, top, width, height } : null;
}

function bounds(rects: readonly Box[]): Box | null {
  const [first] = rects;
  if (!first) return null;
  let { left, top } = first;
  let right = left + first.width;
  let bottom = top + first.height;
  for (const rect of rects) {
    left = Math.min(left, rect.left);
    top = Math.min(top, rect.top);
    right = Math.max(right, rect.left + rect.width);
    bottom = Math.max(bottom, rect.top + rect.height);
  }
  return { left, top, width: right - left, height: bottom - top };
}

function clamp(value: number, low: number, high: number): number {
  return Math.max(low, Math.min(value, high));
}
