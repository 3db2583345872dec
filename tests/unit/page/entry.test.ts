import { describe, expect, it } from 'vitest';
import { shownVerdict } from '../../../entrypoints/page.content/entry.ts';
import type { Score, Verdict } from '../../../lib/detector/verdict.ts';

const score = (verdict: Verdict): Score => ({
  verdict,
  probability: 0.5,
  logit: 0,
  tokens: 100,
  words: 80,
  depth: 1,
  sentences: [],
});
const unit = (verdict: Verdict) => ({ verdict, probability: 0.5 });

describe('the verdict that is shown', () => {
  it.each([
    ['likely-ai', true, null, 'likely-ai'],
    ['likely-ai', true, 'likely-ai', 'likely-ai'],
    ['likely-ai', true, 'possibly-ai', 'likely-ai'],
    ['likely-ai', true, 'too-short', 'likely-ai'],
    // One odd passage in an article without signs.
    ['likely-ai', true, 'no-signs', 'possibly-ai'],
    // The encoder has not read it yet.
    ['likely-ai', false, null, 'possibly-ai'],
    ['possibly-ai', false, null, 'possibly-ai'],
    ['no-signs', true, 'likely-ai', 'no-signs'],
    ['too-short', true, null, 'too-short'],
  ] as const)('of %s (final %s) in a unit of %s is %s', (verdict, final, whole, shown) => {
    expect(shownVerdict({ score: score(verdict), final }, whole && unit(whole))).toBe(shown);
  });

  it('is none while the passage waits', () => {
    expect(shownVerdict({ score: null, final: false }, null)).toBeNull();
  });
});
