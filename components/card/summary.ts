import type { Score } from '../../lib/detector/verdict.ts';
import { t, tCount, verdictName } from '../../lib/views/words.ts';
import { inHundred, MEANS } from './sureness.ts';

/** A verdict as plain text, to be pasted elsewhere with its caveat. */
export function summaryOf(text: string, score: Score): string {
  const sure = score.probability === null ? [] : [tCount('inHundred', inHundred(score.probability))];
  return [
    `${verdictName(score.verdict)}. ${tCount(MEANS[score.verdict], score.words)}`,
    ...sure,
    t('notProof'),
    '',
    text,
  ].join('\n');
}
