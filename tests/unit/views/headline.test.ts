import { describe, expect, it } from 'vitest';
import { pageOf } from '../../../components/gallery/samples.ts';
import { headline } from '../../../lib/views/headline.ts';
import { formatShare } from '../../../lib/views/words.ts';
import { speakEnglish } from './speak-english.ts';

speakEnglish();

describe('a page in one sentence', () => {
  it.each([
    ['nLnLsL', '3 of 5 passages show strong signs of AI'],
    ['nLn', '1 of 3 passages shows strong signs of AI'],
    ['nPn', 'No strong signs of AI; 1 of 3 passages shows some'],
    ['nns', 'No signs of AI in the 2 passages judged'],
    ['ssu', 'Nothing here to judge'],
  ])('of %s is "%s"', (letters, sentence) => {
    expect(headline(pageOf(letters).tally)).toBe(sentence);
  });
});

describe('a share', () => {
  it('that is small but not zero says so', () => {
    expect(formatShare(0.004)).toBe('under 1%');
    expect(formatShare(0.004, 1)).toBe('0.4%');
    expect(formatShare(0)).toBe('0%');
  });
});
