import { describe, expect, it } from 'vitest';
import { auroc, thresholdAt, tprAt } from '../../../bench/metrics.ts';

const rows = (human: number[], ai: number[]) => [
  ...human.map((logit) => ({ logit, isAi: false })),
  ...ai.map((logit) => ({ logit, isAi: true })),
];

describe('auroc', () => {
  it.each([
    [[1, 2], [3, 4], 1],
    [[3, 4], [1, 2], 0],
    [[1, 1], [1, 1], 0.5],
    [[1, 3], [2, 4], 0.75],
  ])('of human %j and AI %j is %d', (human, ai, area) => {
    expect(auroc(rows(human, ai))).toBe(area);
  });
});

describe('tprAt', () => {
  const human = Array.from({ length: 100 }, (_, i) => i);

  it('counts AI texts above the threshold that accuses no more than the rate of human texts', () => {
    const all = rows(human, [98.5, 99.5, 50]);
    expect(thresholdAt(all, 0.01)).toBe(98);
    expect(tprAt(all, 0.01)).toBeCloseTo(2 / 3);
    expect(tprAt(all, 0)).toBeCloseTo(1 / 3);
  });
});
