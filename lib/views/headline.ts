import type { Tally } from './page-view.ts';
import { formatNumber, t, tCount } from './words.ts';

/** A page's result in one sentence. */
export function headline({ counts, judged }: Tally): string {
  const likely = counts['likely-ai'];
  const possibly = counts['possibly-ai'];
  if (judged === 0) return t('headlineNothing');
  if (likely > 0) return tCount('headlineLikely', likely, formatNumber(judged));
  if (possibly > 0) return tCount('headlinePossibly', possibly, formatNumber(judged));
  return tCount('headlineNone', judged);
}
