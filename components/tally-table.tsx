import { ABSTENTIONS, JUDGEMENTS } from '../lib/detector/verdict.ts';
import type { Tally } from '../lib/views/page-view.ts';
import { type CountedKey, formatNumber, formatShare, t, tCount, verdictName } from '../lib/views/words.ts';
import { VerdictMark } from './verdict-mark.tsx';
import './tally-table.css';

const REASONS = {
  'too-short': 'abstainedShort',
  'not-prose': 'abstainedNotProse',
  'unsupported-language': 'abstainedLanguage',
} as const satisfies Record<(typeof ABSTENTIONS)[number], CountedKey>;

/** Passages by verdict, the key to the strip at the same time. */
export function TallyTable({ tally }: { tally: Tally }) {
  const { counts, words } = tally;
  return (
    <div class="tally">
      <ul class="counts">
        {JUDGEMENTS.map((verdict) => (
          <li key={verdict}>
            <VerdictMark verdict={verdict} />
            <span class="count figures">{formatNumber(counts[verdict])}</span>
            <span class="name">{verdictName(verdict)}</span>
          </li>
        ))}
      </ul>
      <p class="soft small figures">
        {words.judged > 0 && share(words)}
        {` ${abstentions(counts)}`}
      </p>
    </div>
  );
}

function share({ likely, judged }: Tally['words']): string {
  return likely > 0
    ? t('shareOfWords', formatShare(likely / judged), formatNumber(judged))
    : tCount('wordsJudged', judged);
}

function abstentions(counts: Tally['counts']): string {
  return ABSTENTIONS.filter((verdict) => counts[verdict] > 0)
    .map((verdict) => tCount(REASONS[verdict], counts[verdict]))
    .join(' ');
}
