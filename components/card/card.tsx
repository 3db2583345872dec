import { useId } from 'preact/hooks';
import type { Score } from '../../lib/detector/verdict.ts';
import { MAX_PASSAGE_CHARS } from '../../lib/protocol/messages.ts';
import { formatNumber, t, tCount, verdictName } from '../../lib/views/words.ts';
import { VerdictMark } from '../verdict-mark.tsx';
import { WholeLine } from '../whole-line.tsx';
import { CardActions } from './actions.tsx';
import type { CardCallbacks, CardContent, CardUnit } from './content.ts';
import { Evidence } from './evidence.tsx';
import { Second } from './second.tsx';
import { cautions, inHundred, MEANS } from './sureness.ts';

interface Props {
  content: CardContent;
  callbacks: CardCallbacks;
}

/** What Telltale says of one passage, beside it. */
export function Card({ content, callbacks }: Props) {
  const { score, final, text, unit } = content;
  const title = useId();
  const meaning = useId();
  return (
    <section
      class={`card is-${score?.verdict ?? 'waiting'}`}
      role="dialog"
      aria-labelledby={title}
      aria-describedby={meaning}
      tabIndex={-1}
    >
      <header>
        <div role="status" id={meaning}>
          <h2 id={title}>
            <VerdictMark verdict={score?.verdict ?? null} />
            {heading(content)}
          </h2>
          {content.failure ? <p>{content.failure}</p> : score && <Meaning score={score} final={final} />}
        </div>
        <button type="button" class="close" aria-label={t('close')} onClick={callbacks.onClose}>
          <svg viewBox="0 0 12 12" width="12" height="12" aria-hidden="true">
            <path d="M1.5 1.5l9 9m0-9l-9 9" stroke="currentColor" stroke-width="1.5" />
          </svg>
        </button>
      </header>
      {score && score.probability !== null && score.sentences.length > 1 && (
        <Evidence text={text} sentences={score.sentences} onHover={callbacks.onHoverSentence} />
      )}
      {score && <Cautions score={score} isCut={content.isCut ?? false} />}
      {unit?.verdict && <UnitLine unit={unit} />}
      {score && content.second && (
        <Second view={content.second} text={text} score={score} onAsk={callbacks.onAskSecond} />
      )}
      {score && score.probability !== null && (
        <CardActions content={content} score={score} callbacks={callbacks} />
      )}
    </section>
  );
}

function heading({ failure, score }: CardContent): string {
  if (failure) return t('cardFailed');
  return score ? verdictName(score.verdict) : t('cardWaiting');
}

function Meaning({ score, final }: { score: Score; final: boolean }) {
  return (
    <>
      <p class="means">{tCount(MEANS[score.verdict], score.words)}</p>
      {score.probability !== null && (
        <p class="soft small">{tCount('inHundred', inHundred(score.probability))}</p>
      )}
      {!final && <p class="small provisional">{t('provisional')}</p>}
    </>
  );
}

function Cautions({ score, isCut }: { score: Score; isCut: boolean }) {
  return (
    <ul class="cautions small" aria-label={t('cautionsLabel')}>
      {isCut && <li>{t('cautionCut', formatNumber(MAX_PASSAGE_CHARS))}</li>}
      {cautions(score).map((key) => (
        <li key={key}>{t(key)}</li>
      ))}
    </ul>
  );
}

function UnitLine({ unit }: { unit: CardUnit }) {
  const what = unit.kind === 'article' ? t('unitArticle') : t('unitPost', unit.author ?? t('unknownAuthor'));
  return unit.verdict && <WholeLine what={what} verdict={unit.verdict} />;
}
