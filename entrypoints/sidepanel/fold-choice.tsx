import type { Verdict } from '../../lib/detector/verdict.ts';
import type { ViewOrder } from '../../lib/protocol/messages.ts';
import { t } from '../../lib/views/words.ts';

const CHOICES = [
  { name: 'foldNone', verdicts: [] },
  { name: 'foldLikely', verdicts: ['likely-ai'] },
  { name: 'foldMarked', verdicts: ['likely-ai', 'possibly-ai'] },
  { name: 'foldUnmarked', verdicts: ['no-signs', 'too-short', 'not-prose', 'unsupported-language'] },
] as const satisfies { name: string; verdicts: readonly Verdict[] }[];

interface Props {
  folded: readonly Verdict[];
  onOrder(order: ViewOrder): void;
}

/** Folds posts to one line on the page. Nothing is removed; a click on the line unfolds it. */
export function FoldChoice({ folded, onOrder }: Props) {
  const now = CHOICES.findIndex(({ verdicts }) => verdicts.join() === folded.join());
  return (
    <label class="field">
      {t('foldLabel')}
      <select
        value={Math.max(0, now)}
        onChange={(e) =>
          onOrder({ type: 'fold', verdicts: [...(CHOICES[Number(e.currentTarget.value)]?.verdicts ?? [])] })
        }
      >
        {CHOICES.map(({ name }, i) => (
          <option key={name} value={i}>
            {t(name)}
          </option>
        ))}
      </select>
    </label>
  );
}
