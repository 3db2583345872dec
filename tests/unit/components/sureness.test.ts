import { describe, expect, it } from 'vitest';
import { summaryOf } from '../../../components/card/summary.ts';
import { cautions, inHundred } from '../../../components/card/sureness.ts';
import type { Score } from '../../../lib/detector/verdict.ts';
import { speakEnglish } from '../views/speak-english.ts';

speakEnglish();

function scored(change: Partial<Score>): Score {
  return {
    verdict: 'likely-ai',
    probability: 0.97,
    logit: 3,
    tokens: 200,
    words: 150,
    depth: 1,
    sentences: [],
    ...change,
  };
}

describe('how sure the card is', () => {
  it('is never nought or all of a hundred', () => {
    expect([inHundred(0.0001), inHundred(0.42), inHundred(0.9999)]).toEqual([1, 42, 99]);
  });

  it('warns of short texts first', () => {
    expect(cautions(scored({ words: 79 }))[0]).toBe('cautionShort');
    expect(cautions(scored({ words: 80 }))).not.toContain('cautionShort');
  });

  it('says of an abstention only why there is none', () => {
    expect(cautions(scored({ verdict: 'too-short', probability: null, words: 9 }))).toEqual([
      'cautionTooShort',
    ]);
    expect(cautions(scored({ verdict: 'not-prose', probability: null }))).toEqual(['cautionNotProse']);
    expect(cautions(scored({ verdict: 'unsupported-language', probability: null }))).toEqual([
      'cautionLanguage',
    ]);
  });

  it('warns, where there are no signs, that this is no proof either', () => {
    expect(cautions(scored({ verdict: 'no-signs' }))).toEqual(['cautionNoSigns']);
  });
});

describe('what is copied', () => {
  it('is the verdict with its caveat, and then the text', () => {
    expect(summaryOf('The text.', scored({}))).toBe(
      [
        'Likely AI. Strong signs of AI writing, judged from 150 words.',
        'In our tests, about 97 in 100 passages with this score were AI-written.',
        'A mark is a reason to look closer, not proof.',
        '',
        'The text.',
      ].join('\n'),
    );
  });
});
