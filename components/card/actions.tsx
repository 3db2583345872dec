import { useState } from 'preact/hooks';
import type { Score } from '../../lib/detector/verdict.ts';
import type { Kept } from '../../lib/settings/disagreements.ts';
import { type MessageKey, t } from '../../lib/views/words.ts';
import type { CardCallbacks, CardContent } from './content.ts';
import { summaryOf } from './summary.ts';

const SAID = {
  kept: 'wrongKept',
  off: 'wrongNotKept',
  full: 'wrongFull',
} as const satisfies Record<Kept, MessageKey>;

interface Props {
  content: CardContent;
  score: Score;
  callbacks: CardCallbacks;
}

/** What a reader can do with a verdict. Each button says itself what came of it. */
export function CardActions({ content, score, callbacks }: Props) {
  const [copied, setCopied] = useState<boolean | null>(null);
  const [kept, setKept] = useState<Kept | null>(null);

  async function copy(): Promise<void> {
    setCopied(await callbacks.onCopy(summaryOf(content.text, score)));
  }

  async function wrong(): Promise<void> {
    setKept(await callbacks.onWrong());
  }

  const said = kept === null ? '' : t(SAID[kept]);

  return (
    <footer>
      <button type="button" onClick={copy}>
        {copied === null ? t('copy') : t(copied ? 'copied' : 'notCopied')}
      </button>
      <button type="button" onClick={wrong} disabled={kept !== null}>
        {said || t('wrong')}
      </button>
      {content.canStopSite && (
        <button type="button" onClick={callbacks.onStopSite}>
          {t('stopSite')}
        </button>
      )}
      <span class="unseen" role="status">
        {copied ? t('copied') : ''} {said}
      </span>
    </footer>
  );
}
