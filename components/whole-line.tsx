import type { Verdict } from '../lib/detector/verdict.ts';
import { verdictName } from '../lib/views/words.ts';
import { VerdictMark } from './verdict-mark.tsx';

/** The verdict on an article, a post or a text as a whole: "The article as a whole: Likely AI". */
export function WholeLine({ what, verdict }: { what: string; verdict: Verdict }) {
  return (
    <p class="whole-line">
      <span class="soft">{what}</span> <VerdictMark verdict={verdict} /> {verdictName(verdict)}
    </p>
  );
}
