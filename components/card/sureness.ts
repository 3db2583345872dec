import type { Score } from '../../lib/detector/verdict.ts';
import type { CountedKey, MessageKey } from '../../lib/views/words.ts';

/** Under this many words a verdict rests on thin ground, even where the model gives one. */
const FEW_WORDS = 80;

/** How many of 100 passages that score like this were written by an AI, in the tests; never 0 or 100. */
export function inHundred(probability: number): number {
  return Math.max(1, Math.min(99, Math.round(probability * 100)));
}

/** What could be wrong with a verdict, most important first. */
export function cautions({ verdict, words }: Score): MessageKey[] {
  if (verdict === 'too-short') return ['cautionTooShort'];
  if (verdict === 'not-prose') return ['cautionNotProse'];
  if (verdict === 'unsupported-language') return ['cautionLanguage'];
  const found: MessageKey[] = [];
  if (words < FEW_WORDS) found.push('cautionShort');
  if (verdict === 'possibly-ai') found.push('cautionPossibly');
  found.push(verdict === 'no-signs' ? 'cautionNoSigns' : 'cautionFormulaic');
  return found;
}

/** What a verdict means, by the number of words it rests on. */
export const MEANS = {
  'likely-ai': 'meansLikely',
  'possibly-ai': 'meansPossibly',
  'no-signs': 'meansNone',
  'too-short': 'meansShort',
  'not-prose': 'meansNotJudged',
  'unsupported-language': 'meansNotJudged',
} as const satisfies Record<Score['verdict'], CountedKey>;
