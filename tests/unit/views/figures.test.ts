import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { interval, pooled } from '../../../lib/views/figures.ts';
import { readFigures } from '../../../lib/views/model-figures.ts';
import { speakEnglish } from './speak-english.ts';

speakEnglish();

describe('figures', () => {
  it('give a range that holds the truth 19 times of 20 (Wilson)', () => {
    const { low, high } = interval(0.01, 1000);
    expect(low).toBeCloseTo(0.00545, 4);
    expect(high).toBeCloseTo(0.0183, 4);
    expect(interval(0, 400).low).toBe(0);
  });

  it('pool measurements by their size', () => {
    expect(
      pooled([
        { passages: 100, likely: 0.1 },
        { passages: 300, likely: 0.02 },
      ]),
    ).toEqual({ passages: 400, likely: 0.04 });
  });

  it('of the bundled model can be read', () => {
    const json = JSON.parse(readFileSync('public/models/telltale-en/model.json', 'utf8'));
    const figures = readFigures(json);
    expect(figures.curve?.map(({ sensitivity }) => sensitivity)).toEqual([
      'strict',
      'balanced',
      'curious',
      null,
    ]);
    expect(figures.humanKinds?.length).toBeGreaterThan(5);
    expect(figures.generators?.length).toBeGreaterThan(5);
    expect(figures.lengths?.length).toBeGreaterThan(2);
    expect(figures.training?.sources).toBeGreaterThan(10);
  });

  it('of another shape are as if they were missing', () => {
    expect(readFigures({ figures: { bands: 3, caught: { kind: [] } } })).toEqual({});
    expect(readFigures({})).toEqual({});
  });
});
