import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalise } from '../../../lib/detector/normalise.ts';
import { splitSentences } from '../../../lib/detector/sentences.ts';
import vectors from '../../fixtures/normalise-vectors.json' with { type: 'json' };

// Any code points, lone surrogates among them.
const anyText = fc
  .array(fc.integer({ min: 0, max: 0x10ffff }))
  .map((codes) => String.fromCodePoint(...codes));

describe('normalise', () => {
  it.each(vectors)('gives what training gives for $in', ({ in: text, out }) => {
    expect(normalise(text)).toBe(out);
  });

  it('leaves one line without spaces at its ends', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const out = normalise(text);
        expect(out).toBe(out.trim());
        expect(out).not.toMatch(/\s\s|\n/);
      }),
      { numRuns: 500 },
    );
  });

  it('gives the same for a text sentence by sentence as for the whole', () => {
    const piece = fc.constantFrom(
      'The river rose.',
      '**He left. She stayed.**',
      'Why? ',
      '— nobody knew —',
      '"Go," he said.',
      '\n',
      '# of users',
      'See fig. 3 and Mr. Hall.',
      '1990–1995',
      '&amp; then…',
    );
    fc.assert(
      fc.property(fc.array(piece, { minLength: 1, maxLength: 12 }), (pieces) => {
        const text = pieces.join(' ');
        const parts = splitSentences(text).map(({ start, end }) => normalise(text.slice(start, end)));
        expect(parts.filter(Boolean).join(' ')).toBe(normalise(text));
      }),
      { numRuns: 500 },
    );
  });
});
