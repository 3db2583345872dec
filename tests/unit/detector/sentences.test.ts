import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitSentences } from '../../../lib/detector/sentences.ts';

const split = (text: string): string[] =>
  splitSentences(text).map(({ start, end }) => text.slice(start, end));

describe('splitSentences', () => {
  it.each([
    ['One. Two! Three?', ['One.', 'Two!', 'Three?']],
    ['He said "Go." She went.', ['He said "Go."', 'She went.']],
    ['Mr. Hall met Dr. Low at 5 p.m. sharp.', ['Mr. Hall met Dr. Low at 5 p.m. sharp.']],
    ['J. K. Jerome wrote it. It sold.', ['J. K. Jerome wrote it.', 'It sold.']],
    ['See e.g. the list. It is long.', ['See e.g. the list.', 'It is long.']],
    ['It cost 3.50 euros. Cheap.', ['It cost 3.50 euros.', 'Cheap.']],
    ['A title\nA paragraph.', ['A title', 'A paragraph.']],
    ['  spaces around.  ', ['spaces around.']],
    ['no end', ['no end']],
    ['Wait… What?', ['Wait…', 'What?']],
    ['', []],
    [' \n ', []],
  ])('splits %j', (text, sentences) => {
    expect(split(text)).toEqual(sentences);
  });

  it('covers every character but spaces, in order and without overlap', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        let at = 0;
        for (const { start, end } of splitSentences(text)) {
          expect(start).toBeGreaterThanOrEqual(at);
          expect(end).toBeGreaterThan(start);
          expect(text.slice(at, start).trim()).toBe('');
          at = end;
        }
        expect(text.slice(at).trim()).toBe('');
      }),
      { numRuns: 2000 },
    );
  });
});
