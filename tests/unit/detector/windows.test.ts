import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cutWindows } from '../../../lib/detector/windows.ts';

describe('cutWindows', () => {
  it.each([
    [[], []],
    [[10, 20], [30]],
    [
      [100, 100, 100, 100],
      [200, 200],
    ],
    [[600], [254, 254, 92]],
  ])('cuts sentences of %j tokens into windows of %j', (sentences, windows) => {
    expect(cutWindows(sentences, 254)).toEqual(windows);
  });

  it('keeps every token and never exceeds the limit', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 700 })), (sentences) => {
        const windows = cutWindows(sentences, 254);
        expect(Math.max(0, ...windows)).toBeLessThanOrEqual(254);
        expect(Math.min(1, ...windows)).toBeGreaterThan(0);
        const sum = (numbers: number[]): number => numbers.reduce((a, b) => a + b, 0);
        expect(sum(windows)).toBe(sum(sentences));
      }),
    );
  });
});
