import { describe, expect, it } from 'vitest';
import { countWords } from '../../../lib/reading/words.ts';

describe('countWords', () => {
  it.each([
    ['', 0],
    ['one', 1],
    ['  two   words ', 2],
    ["don't count — dashes", 3],
    ['ends here. And 3 more', 5],
    ['· • |', 0],
    ['自从战争以来磨坊一直空着', 6],
    ['Das ist schön', 3],
  ])('%j has %i', (text, words) => {
    expect(countWords(text)).toBe(words);
  });
});
