import { describe, expect, it } from 'vitest';
import { fitCalibration } from '../../../../bench/calibration/fit.ts';
import type { ScoredText } from '../../../../bench/calibration/texts.ts';
import vectors from '../../../fixtures/calibration-vectors.json' with { type: 'json' };

const texts = (vectors.texts as [number, number, number, string][]).map(
  ([logit, tokens, label, source]): ScoredText => ({ logit, tokens, isAi: label === 1, source }),
);

/** Every number of a nested object, by its path. */
function numbersOf(value: unknown, path = ''): [string, number][] {
  if (typeof value === 'number') return [[path, value]];
  return Object.entries(value as object).flatMap(([key, inner]) => numbersOf(inner, `${path}.${key}`));
}

describe('fitCalibration', () => {
  it("gives what training's own calibration gives of the same scores", () => {
    const fitted = numbersOf(fitCalibration(texts, vectors.knots));
    const expected = numbersOf(vectors.calibration);
    expect(fitted.map(([path]) => path).sort()).toEqual(expected.map(([path]) => path).sort());
    const byPath = new Map(fitted);
    for (const [path, value] of expected) expect(byPath.get(path), path).toBeCloseTo(value, 6);
  });
});
