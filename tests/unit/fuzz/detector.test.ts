import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { probabilityOf, verdictOf } from '../../../lib/detector/calibration.ts';
import { normalise } from '../../../lib/detector/normalise.ts';
import { splitSentences } from '../../../lib/detector/sentences.ts';
import { createTokeniser, type TokeniserFile } from '../../../lib/detector/tokenise.ts';
import { cutWindows } from '../../../lib/detector/windows.ts';
import { BUNDLED_FOLDER } from '../../../lib/hosting/node.ts';
import { parse, schemas } from '../../../lib/protocol/messages.ts';

// Longer by `npm run fuzz`.
const numRuns = Number(process.env.TELLTALE_FUZZ_RUNS ?? 2000);
const options = { numRuns };
vi.setConfig({ testTimeout: 60_000 + numRuns * 10 });

// Any characters at all, lone surrogates too, and the ones that our rules are about, more often than chance has them.
const telling = fc.constantFrom(
  '.',
  '. ',
  '\n',
  '**',
  '__',
  '"',
  '’',
  '—',
  ' - ',
  '&amp;',
  '#',
  '…',
  '\u00ad',
  'Dr. ',
);
const wild = fc.array(
  fc.oneof(
    fc.string({ unit: 'binary', maxLength: 6 }),
    telling,
    fc.constantFrom('\ud83d', '\ude00', '\u202e'),
  ),
  { maxLength: 60 },
);
const text = wild.map((parts) => parts.join(''));

const manifest = JSON.parse(readFileSync(`${BUNDLED_FOLDER}/model.json`, 'utf8'));
const tokeniser = JSON.parse(readFileSync(`${BUNDLED_FOLDER}/tokenizer.json`, 'utf8')) as TokeniserFile;
const vocabulary = Object.keys((tokeniser as { model: { vocab: object } }).model.vocab).length;

describe('any text at all', () => {
  it('is normalised to one line without spaces at its ends', () => {
    fc.assert(
      fc.property(text, (given) => {
        const line = normalise(given);
        expect(line).toBe(line.trim());
        expect(line).not.toMatch(/\n| {2}/);
      }),
      options,
    );
  });

  it('is cut into sentences that lie in it, in order, and lose nothing but white space', () => {
    fc.assert(
      fc.property(text, (given) => {
        let at = 0;
        for (const { start, end } of splitSentences(given)) {
          expect(start).toBeGreaterThanOrEqual(at);
          expect(end).toBeGreaterThan(start);
          expect(given.slice(at, start).trim()).toBe('');
          at = end;
        }
        expect(given.slice(at).trim()).toBe('');
      }),
      options,
    );
  });

  it('is tokenised to ids of the vocabulary', () => {
    const tokenise = createTokeniser(tokeniser);
    fc.assert(
      fc.property(text, (given) => {
        for (const id of tokenise(normalise(given))) {
          expect(Number.isInteger(id) && id >= 0 && id < vocabulary).toBe(true);
        }
      }),
      options,
    );
  });
});

describe('any lengths of sentences', () => {
  it('are cut into windows that fit and add up', () => {
    const counts = fc.array(fc.integer({ min: 1, max: 2000 }), { maxLength: 80 });
    fc.assert(
      fc.property(counts, fc.integer({ min: 1, max: 512 }), (sentences, limit) => {
        const windows = cutWindows(sentences, limit);
        const sum = (all: readonly number[]): number => all.reduce((a, b) => a + b, 0);
        expect(sum(windows)).toBe(sum(sentences));
        expect(windows.every((window) => window > 0 && window <= limit)).toBe(true);
      }),
      options,
    );
  });
});

describe("the bundled model's calibration", () => {
  const RANKS = { 'no-signs': 0, 'possibly-ai': 1, 'likely-ai': 2 } as Record<string, number>;
  const logit = fc.double({ min: -60, max: 60, noNaN: true });
  const tokens = fc.integer({ min: 1, max: 5000 });

  it.each(['wide', 'both', 'unit'])('%s: gives more for more, and never leaves [0, 1]', (part) => {
    const calibration = manifest.calibration[part];
    fc.assert(
      fc.property(logit, logit, tokens, (a, b, length) => {
        const [low, high] = a < b ? [a, b] : [b, a];
        const less = probabilityOf(calibration, low, length);
        const more = probabilityOf(calibration, high, length);
        expect(less).toBeGreaterThanOrEqual(0);
        expect(more).toBeLessThanOrEqual(1);
        expect(less).toBeLessThanOrEqual(more);
        for (const sensitivity of ['strict', 'balanced', 'curious'] as const) {
          const before = RANKS[verdictOf(calibration, low, length, sensitivity)] ?? 0;
          expect(RANKS[verdictOf(calibration, high, length, sensitivity)] ?? 0).toBeGreaterThanOrEqual(
            before,
          );
        }
      }),
      options,
    );
  });
});

describe('any message at all', () => {
  it('is parsed or dropped by every schema, and never breaks one', () => {
    const types = fc.constantFrom(
      'score',
      'pool',
      'cancel',
      'rerank',
      'tally',
      'check',
      'settings',
      'disagree',
    );
    const shaped = fc.record({
      type: types,
      ids: fc.anything(),
      passages: fc.anything(),
      scores: fc.anything(),
    });
    fc.assert(
      fc.property(fc.oneof(fc.anything({ withNullPrototype: true }), shaped), (message) => {
        for (const schema of Object.values(schemas)) parse(schema, message);
      }),
      options,
    );
  });
});
