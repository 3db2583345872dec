import { describe, expect, it } from 'vitest';
import { overlap } from '../../../bench/pages-overlap.ts';

describe('overlap', () => {
  it('is whole for the same words in other typesetting', () => {
    expect(overlap('One, two — three four; FIVE', 'one two three\nfour five')).toEqual({
      precision: 1,
      recall: 1,
      f1: 1,
    });
  });

  it('counts what is too much and what is missing', () => {
    const { precision, recall } = overlap('a b c d e f', 'a b c d');
    expect([precision, recall]).toEqual([1 / 3, 1]);
  });

  it('counts a paragraph once, however often the file holds it', () => {
    expect(overlap('a b c d', 'a b c d a b c d').precision).toBe(1);
  });

  it('takes footnote marks for no words', () => {
    expect(overlap('a b c d e', 'a b[1] c[note 2] d e').f1).toBe(1);
  });

  it('is nothing, and no error, for texts without words', () => {
    expect(overlap('', '')).toEqual({ precision: 0, recall: 0, f1: 0 });
  });
});
