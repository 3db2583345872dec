import type { Score } from '../../lib/detector/verdict.ts';
import type { SecondView } from '../../lib/hosting/second-asker.ts';
import type { SecondOpinion } from '../../lib/protocol/messages.ts';
import { formatShare, t, tCount, verdictName } from '../../lib/views/words.ts';
import { VerdictMark } from '../verdict-mark.tsx';
import { Evidence } from './evidence.tsx';
import { inHundred } from './sureness.ts';

interface Props {
  view: SecondView;
  text: string;
  /** What Telltale's own model says, to stand beside it. */
  score: Score;
  onAsk(withSentences: boolean): void;
}

/** The reader's second model on the same passage, when they ask. */
export function Second({ view, text, score, onAsk }: Props) {
  const { opinion } = view;
  return (
    <div class="second">
      <div role="status" class="small">
        {opinion?.phase === 'loading' && <p class="soft">{t('secondLoading')}</p>}
        {opinion?.phase === 'reading' && <p class="soft">{t('secondReading')}</p>}
        {opinion?.phase === 'failed' && <p>{opinion.reason}</p>}
        {opinion?.phase === 'done' && <Opinion opinion={opinion} score={score} />}
        {view.isWeighing && <p class="soft">{t('secondWeighing')}</p>}
      </div>
      {opinion?.phase === 'done' && opinion.sentences && opinion.sentences.length > 1 && (
        <Evidence text={text} sentences={opinion.sentences} onHover={() => undefined} />
      )}
      <SecondActions view={view} onAsk={onAsk} />
    </div>
  );
}

type Done = Extract<SecondOpinion, { phase: 'done' }>;

/** Both, one above the other. */
function Opinion({ opinion, score }: { opinion: Done; score: Score }) {
  const { name, verdict, probability } = opinion;
  return (
    <dl>
      <dt>{t('secondOurs')}</dt>
      <dd>
        <VerdictMark verdict={score.verdict} /> {verdictName(score.verdict)}
        {score.probability !== null && <Hundred probability={score.probability} />}
      </dd>
      <dt>{name}</dt>
      {verdict ? (
        <dd>
          <VerdictMark verdict={verdict} /> {verdictName(verdict)}
          {probability !== null && <Hundred probability={probability} />}
        </dd>
      ) : (
        <dd>
          {probability === null ? t('secondNothing') : t('secondScore', formatShare(probability))}
          <span class="soft">{t('secondUncalibrated')}</span>
        </dd>
      )}
    </dl>
  );
}

function Hundred({ probability }: { probability: number }) {
  return <span class="soft">{tCount('inHundred', inHundred(probability))}</span>;
}

function SecondActions({ view: { opinion, isWeighing }, onAsk }: Pick<Props, 'view' | 'onAsk'>) {
  if (opinion === null || opinion.phase === 'failed') {
    return (
      <button type="button" class="link" onClick={() => onAsk(false)}>
        {t('secondAsk')}
      </button>
    );
  }
  const canWeigh = opinion.phase === 'done' && opinion.sentences === null && !isWeighing;
  return canWeigh ? (
    <button type="button" class="link" onClick={() => onAsk(true)}>
      {t('secondWeigh')}
    </button>
  ) : null;
}
