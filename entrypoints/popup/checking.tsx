import { engineWords } from '../../components/engine-line.tsx';
import { PageStrip } from '../../components/page-strip.tsx';
import { TallyTable } from '../../components/tally-table.tsx';
import type { ViewOrder } from '../../lib/protocol/messages.ts';
import type { PageView } from '../../lib/views/page-view.ts';
import { formatNumber, t } from '../../lib/views/words.ts';

interface Props {
  page: PageView;
  onOrder(order: ViewOrder): void;
}

/** The check at work: the strip fills while passages are judged. */
export function Checking({ page, onOrder }: Props) {
  const all = page.passages.length;
  const through = page.passages.filter((p) => p.verdict !== null && p.final).length;
  return (
    <div class="screen">
      <div class="row">
        <div>
          <h1>{title(page)}</h1>
        </div>
        <button type="button" class="button" onClick={() => onOrder({ type: 'stop' })}>
          {t('stop')}
        </button>
      </div>
      <div class="progress-line">
        <progress max={Math.max(1, all)} value={through} aria-label={t('progressLabel')} />
        <span class="soft small figures">
          {all > 0 && t('progress', formatNumber(through), formatNumber(all))}
        </span>
      </div>
      {all > 0 && (
        <PageStrip
          passages={page.passages}
          onGoTo={({ document, id }) => onOrder({ type: 'go-to', document, passage: id })}
        />
      )}
      {page.tally.judged > 0 && <TallyTable tally={page.tally} />}
    </div>
  );
}

function title(page: PageView): string {
  if (page.engine.phase === 'loading' && page.tally.judged === 0) return engineWords(page.engine);
  return t(page.phase === 'reading' ? 'readingTitle' : 'checkingTitle');
}
