import type { Tally } from '../lib/views/page-view.ts';
import { formatNumber, formatShare, t, tCount, verdictName } from '../lib/views/words.ts';
import { VerdictMark } from './verdict-mark.tsx';
import './tally-table.css';

const JUDGED = ['likely-ai', 'possibly-ai', 'no-signs'] as const;

/** Passages by verdict, the key to the strip at the same time. */
export function TallyTable({ tally }: { tally: Tally }) {
  const { counts, words } = tally;
  const abstained = counts['too-short'] + counts['unsupported-language'];
  return (
    <div class="tally">
      <ul class="counts">
        {JUDGED.map((verdict) => (
          <li key={verdict}>
            <VerdictMark verdict={verdict} />
            <span class="count figures">{formatNumber(counts[verdict])}</span>
            <span class="name">{verdictName(verdict)}</span>
          </li>
        ))}
      </ul>
      <p class="soft small figures">
        {words.judged > 0 && share(words)}
        {abstained > 0 && ` ${abstentions(counts)}`}
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
  const reasons: string[] = [];
  if (counts['too-short'] > 0) reasons.push(tCount('abstainedShort', counts['too-short']));
  if (counts['unsupported-language'] > 0)
    reasons.push(tCount('abstainedLanguage', counts['unsupported-language']));
  return reasons.join(' ');
}
