import { pageAddress } from '../../components/page-head.tsx';
import { openPanel } from '../../lib/views/open-panel.ts';
import { t } from '../../lib/views/words.ts';

/** The way to everything that does not fit here. */
export function PopupFoot({ tabId }: { tabId: number }) {
  return (
    <nav class="foot small" aria-label={t('moreLabel')}>
      <button type="button" class="button quiet small" onClick={() => openPanel(tabId).then(close)}>
        {t('openPanel')}
      </button>
      <a class="button quiet small" href={pageAddress('check-text')} target="_blank" rel="noreferrer">
        {t('pageCheckText')}
      </a>
      <a class="button quiet small" href={pageAddress('accuracy')} target="_blank" rel="noreferrer">
        {t('whyNumbers')}
      </a>
    </nav>
  );
}
