import { describe, expect, it } from 'vitest';
import { evidenceBars, heaviest } from '../../../components/card/evidence-bars.ts';

const TEXT = 'First one. Second  one. Third.';
const SENTENCES = [
  { start: 0, end: 10, evidence: 1.5 },
  { start: 10, end: 23, evidence: -0.75 },
  { start: 23, end: 30, evidence: 0.75 },
];

describe('evidence bars', () => {
  it('hold each sentence as it reads, and its weight against the heaviest', () => {
    expect(evidenceBars(TEXT, SENTENCES).map((b) => [b.sentence, b.height])).toEqual([
      ['First one.', 1],
      ['Second one.', -0.5],
      ['Third.', 0.5],
    ]);
  });

  it('stay small where nothing weighs much', () => {
    const [bar] = evidenceBars(TEXT, [{ start: 0, end: 10, evidence: 0.05 }]);
    expect(bar?.height).toBeCloseTo(0.1);
  });

  it('name the heaviest sentence of each direction, and none where there is none', () => {
    const both = heaviest(evidenceBars(TEXT, SENTENCES));
    expect([both.toward?.index, both.away?.index]).toEqual([0, 1]);
    expect(heaviest(evidenceBars(TEXT, SENTENCES.slice(0, 1))).away).toBeNull();
  });
});
