import { CutNote } from '../../components/cut-note.tsx';
import { EngineLine } from '../../components/engine-line.tsx';
import { PageStrip } from '../../components/page-strip.tsx';
import { PassageList } from '../../components/passage-list.tsx';
import { TallyTable } from '../../components/tally-table.tsx';
import { WholeLine } from '../../components/whole-line.tsx';
import type { ViewOrder } from '../../lib/protocol/messages.ts';
import { headline } from '../../lib/views/headline.ts';
import { isFlagged, judgedArticle, type PageView, type PlacedPassage } from '../../lib/views/page-view.ts';
import { t } from '../../lib/views/words.ts';

interface Props {
  page: PageView;
  stopped: boolean;
  onCheck(): void;
  onOrder(order: ViewOrder): void;
}

export function Result({ page, stopped, onCheck, onOrder }: Props) {
  const article = judgedArticle(page);
  const flagged = page.passages.filter((p) => isFlagged(p.verdict));
  const goTo = ({ document, id }: PlacedPassage) => onOrder({ type: 'go-to', document, passage: id });
  return (
    <div class="screen">
      <div>
        <h1>{headline(page.tally)}</h1>
        {stopped && <p class="soft">{t('stoppedText')}</p>}
        <CutNote passages={page.passages} isCut={page.isCut} />
      </div>
      <PageStrip passages={page.passages} onGoTo={goTo} />
      {article?.verdict && <WholeLine what={t('unitArticle')} verdict={article.verdict} />}
      <TallyTable tally={page.tally} />
      {flagged.length > 0 && (
        <section>
          <div class="row list-head">
            <h2>{t('flaggedTitle')}</h2>
            <span>
              <button type="button" class="button quiet" onClick={() => onOrder({ type: 'step', by: -1 })}>
                {t('previous')}
              </button>
              <button type="button" class="button quiet" onClick={() => onOrder({ type: 'step', by: 1 })}>
                {t('next')}
              </button>
            </span>
          </div>
          <div class="scroller">
            <PassageList passages={flagged} label={t('flaggedTitle')} onGoTo={goTo} />
          </div>
        </section>
      )}
      <div class="row actions">
        <label class="switch">
          <input
            type="checkbox"
            checked={page.marksShown}
            onChange={(e) => onOrder({ type: 'show-marks', shown: e.currentTarget.checked })}
          />
          {t('showMarks')}
        </label>
        <button type="button" class="button quiet" onClick={onCheck}>
          {t('checkAgain')}
        </button>
      </div>
      <footer class="small">
        <p>{t('notProof')}</p>
        <p>
          <EngineLine engine={page.engine} />
        </p>
      </footer>
    </div>
  );
}
