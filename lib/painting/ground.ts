import type { Ground } from './marks.ts';

const OPAQUE = 0.5;

/** Whether an element's text stands on a light or a dark ground, from what is really drawn behind it. */
export function groundOf(element: Element): Ground {
  for (let at: Element | null = element; at; at = parentOf(at)) {
    const style = getComputedStyle(at);
    // A picture's colours cannot be read; a text that can be read on it tells.
    if (style.backgroundImage !== 'none') return groundUnder(getComputedStyle(element).color);
    const colour = parseColour(style.backgroundColor);
    if (!colour) return groundUnder(getComputedStyle(element).color);
    if (colour.alpha >= OPAQUE) return luminance(colour) > 0.35 ? 'light' : 'dark';
  }
  // Nothing is painted: the browser's own canvas, which is dark only where the page allows a dark scheme.
  return groundUnder(getComputedStyle(element).color);
}

function groundUnder(textColour: string): Ground {
  const colour = parseColour(textColour);
  return colour && luminance(colour) > 0.35 ? 'dark' : 'light';
}

interface Colour {
  red: number;
  green: number;
  blue: number;
  alpha: number;
}

/** Reads what `getComputedStyle` gives for sRGB colours; null for other colour spaces. */
export function parseColour(css: string): Colour | null {
  const match = /^rgba?\(([\d.]+),? ([\d.]+),? ([\d.]+)(?:,? ?\/? ?([\d.]+))?\)$/.exec(css);
  if (!match) return null;
  const [red = 0, green = 0, blue = 0] = match.slice(1, 4).map((part) => Number(part) / 255);
  return { red, green, blue, alpha: match[4] === undefined ? 1 : Number(match[4]) };
}

/** Relative luminance in [0, 1] (WCAG 2.2). */
export function luminance({ red, green, blue }: Colour): number {
  const linear = (c: number): number => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
}

function parentOf(element: Element): Element | null {
  const root = element.parentNode;
  return root instanceof ShadowRoot ? root.host : element.parentElement;
}
