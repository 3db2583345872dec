import type { ViewedTab } from '../../lib/views/current-tab.ts';
import { downloadText } from '../../lib/views/download.ts';
import { type ExportHead, toCsv, toJson, toMarkdown } from '../../lib/views/exports.ts';
import { headline } from '../../lib/views/headline.ts';
import type { PageView } from '../../lib/views/page-view.ts';
import { t } from '../../lib/views/words.ts';

interface Props {
  page: PageView;
  tab: ViewedTab;
}

export function ExportButtons({ page, tab }: Props) {
  function head(): ExportHead {
    return {
      title: tab.title ?? '',
      address: tab.url ?? '',
      at: new Date().toISOString(),
      headline: headline(page.tally),
      caveat: t('notProof'),
    };
  }

  return (
    <div class="exports buttons">
      <span>{t('exportLabel')}</span>
      <button
        type="button"
        class="button quiet"
        onClick={() => downloadText(fileName(tab, 'csv'), toCsv(page), 'text/csv')}
      >
        CSV
      </button>
      <button
        type="button"
        class="button quiet"
        onClick={() => downloadText(fileName(tab, 'json'), toJson(page, head()), 'application/json')}
      >
        JSON
      </button>
      <button
        type="button"
        class="button quiet"
        onClick={() => downloadText(fileName(tab, 'md'), toMarkdown(page, head()), 'text/markdown')}
      >
        Markdown
      </button>
      <button type="button" class="button quiet" onClick={() => print()}>
        {t('print')}
      </button>
    </div>
  );
}

function fileName(tab: ViewedTab, ending: string): string {
  const host = (tab.url && URL.parse(tab.url)?.hostname) || 'page';
  return `telltale-${host}-${new Date().toISOString().slice(0, 10)}.${ending}`;
}
