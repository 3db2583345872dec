import type { PlacedPassage } from '../lib/views/page-view.ts';
import { tCount, verdictName } from '../lib/views/words.ts';
import { VerdictMark } from './verdict-mark.tsx';
import './passage-list.css';

interface Props {
  passages: readonly PlacedPassage[];
  label: string;
  onGoTo(passage: PlacedPassage): void;
}

/** Passages by their first words; each line goes to its passage on the page. */
export function PassageList({ passages, label, onGoTo }: Props) {
  return (
    <ol class="passage-list" aria-label={label}>
      {passages.map((passage) => (
        <li key={passage.document + passage.id}>
          <button type="button" onClick={() => onGoTo(passage)}>
            <VerdictMark verdict={passage.verdict} />
            <span class="opening">{passage.opening}</span>
            <span class="unseen">{verdictName(passage.verdict)}</span>
            <span class="words soft small figures">{tCount('words', passage.words)}</span>
          </button>
        </li>
      ))}
    </ol>
  );
}
