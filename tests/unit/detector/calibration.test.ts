import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { atLength, probabilityOf, verdictOf } from '../../../lib/detector/calibration.ts';
import { parseManifest } from '../../../lib/detector/manifest.ts';
import model from '../../../public/models/telltale-en/model.json' with { type: 'json' };

const { both } = parseManifest(model).calibration;
const logits = fc.double({ min: -50, max: 50, noNaN: true });
const lengths = fc.integer({ min: 1, max: 5000 });

describe("the bundled model's calibration", () => {
  it('gives a probability in [0, 1] that never falls as the logit rises', () => {
    fc.assert(
      fc.property(logits, logits, lengths, (a, b, tokens) => {
        const low = probabilityOf(both, Math.min(a, b), tokens);
        const high = probabilityOf(both, Math.max(a, b), tokens);
        expect(low).toBeGreaterThanOrEqual(0);
        expect(high).toBeLessThanOrEqual(1);
        expect(low).toBeLessThanOrEqual(high);
      }),
    );
  });

  it('never says less of a passage as its logit rises, or as the reader gets more curious', () => {
    const order = ['no-signs', 'possibly-ai', 'likely-ai'];
    const level = (logit: number, tokens: number, s: 'strict' | 'balanced' | 'curious'): number =>
      order.indexOf(verdictOf(both, logit, tokens, s));
    const judged = fc.integer({ min: both.minTokens, max: 5000 });
    fc.assert(
      fc.property(logits, logits, judged, (a, b, tokens) => {
        expect(level(Math.min(a, b), tokens, 'balanced')).toBeLessThanOrEqual(
          level(Math.max(a, b), tokens, 'balanced'),
        );
        expect(level(a, tokens, 'strict')).toBeLessThanOrEqual(level(a, tokens, 'balanced'));
        expect(level(a, tokens, 'balanced')).toBeLessThanOrEqual(level(a, tokens, 'curious'));
      }),
    );
  });

  it('abstains below the least length it can judge', () => {
    expect(verdictOf(both, 50, both.minTokens - 1, 'curious')).toBe('too-short');
  });
});

describe('atLength', () => {
  const calibration = { ...both, lengths: [10, 100, 1000] };

  it.each([
    [1, 0],
    [10, 0],
    [100, 2],
    [1000, 6],
    [9999, 6],
  ])('at %i tokens is %d', (tokens, value) => {
    expect(atLength(calibration, [0, 2, 6], tokens)).toBeCloseTo(value, 10);
  });

  it('is linear in the logarithm between knots', () => {
    expect(atLength(calibration, [0, 2, 6], Math.sqrt(10 * 100))).toBeCloseTo(1, 10);
  });
});
