import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { luminance, parseColour } from '../../../lib/painting/ground.ts';

const css = readFileSync('components/tokens.css', 'utf8');
const [light = '', dark = ''] = css.split('@media (prefers-color-scheme: dark)');
const SCHEMES = { light: tokensOf(light), dark: { ...tokensOf(light), ...tokensOf(dark) } };

function tokensOf(part: string): Record<string, string> {
  return Object.fromEntries(
    [...part.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map(([, name = '', hex = '']) => [name, hex]),
  );
}

type Rgb = [number, number, number];

function rgb(hex: string): Rgb {
  return [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)) as Rgb;
}

function contrast(a: string, b: string): number {
  const [high = 0, low = 0] = [a, b]
    .map((hex) => {
      const colour = parseColour(`rgb(${rgb(hex).join(', ')})`);
      return colour ? luminance(colour) : 0;
    })
    .sort((x, y) => y - x);
  return (high + 0.05) / (low + 0.05);
}

// Machado, Oliveira and Fernandes 2009, severity 1, on linear light.
const BLINDNESS: Record<string, number[]> = {
  protan: [0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998],
  deutan: [0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.01182, 0.04294, 0.968881],
  tritan: [1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.3039],
};

/** Distance in CIELAB as somebody with that vision sees two colours; 10 is plainly different. */
function distance(a: string, b: string, matrix: number[]): number {
  const [p, q] = [a, b].map((hex) => lab(seen(rgb(hex), matrix)));
  return Math.hypot(...(p ?? []).map((value, i) => value - (q?.[i] ?? 0)));
}

function seen(colour: Rgb, m: number[]): number[] {
  const linear = colour.map((c) =>
    c / 255 <= 0.04045 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4,
  );
  return [0, 1, 2].map((row) =>
    Math.min(
      1,
      Math.max(
        0,
        linear.reduce((sum, c, i) => sum + c * (m[row * 3 + i] ?? 0), 0),
      ),
    ),
  );
}

function lab([r = 0, g = 0, b = 0]: number[]): number[] {
  const f = (t: number): number => (t > 0.008856 ? Math.cbrt(t) : 7.787 * t + 16 / 116);
  const x = f((0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.9505);
  const y = f(0.2126 * r + 0.7152 * g + 0.0722 * b);
  const z = f((0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.089);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

describe.each(Object.entries(SCHEMES))('the colours in the %s scheme', (_, tokens) => {
  const of = (name: string): string => tokens[name] ?? '';

  it.each(['paper', 'sheet'])('are read with ease on %s', (ground) => {
    expect(contrast(of('ink'), of(ground))).toBeGreaterThan(7);
    for (const name of ['ink-soft', 'likely', 'possibly', 'none', 'focus'])
      expect(contrast(of(name), of(ground)), name).toBeGreaterThan(4.5);
    expect(contrast(of('edge'), of(ground)), 'edge').toBeGreaterThan(3);
  });

  it('keep text readable on the washes of the verdicts', () => {
    for (const name of ['likely-wash', 'possibly-wash', 'none-wash'])
      expect(contrast(of('ink'), of(name)), name).toBeGreaterThan(7);
  });

  it.each(Object.entries(BLINDNESS))('keep the verdicts apart for %s vision', (_vision, matrix) => {
    expect(distance(of('likely'), of('possibly'), matrix)).toBeGreaterThan(10);
    expect(distance(of('likely'), of('none'), matrix)).toBeGreaterThan(10);
    expect(distance(of('possibly'), of('none'), matrix)).toBeGreaterThan(10);
  });
});
