import { MAX_PASSAGE_CHARS } from '../lib/protocol/messages.ts';
import type { PlacedPassage } from '../lib/views/page-view.ts';
import { formatNumber, t, tCount } from '../lib/views/words.ts';

interface Props {
  passages: readonly PlacedPassage[];
  /** The page was too long to be read to its end. */
  isCut?: boolean | undefined;
}

/** What was left unjudged for its length; nothing where all was judged. */
export function CutNote({ passages, isCut }: Props) {
  const cut = passages.filter((passage) => passage.isCut).length;
  return (
    <>
      {isCut && <p class="soft">{t('pageCut', formatNumber(passages.length))}</p>}
      {cut > 0 && <p class="soft">{tCount('passagesCut', cut, formatNumber(MAX_PASSAGE_CHARS))}</p>}
    </>
  );
}
