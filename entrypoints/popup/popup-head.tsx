import { browser } from 'wxt/browser';
import { TelltaleSign } from '../../components/telltale-sign.tsx';
import { t } from '../../lib/views/words.ts';

export function PopupHead() {
  async function openOptions(): Promise<void> {
    await browser.runtime.openOptionsPage();
    close();
  }

  return (
    <header class="masthead">
      <span class="name">
        <TelltaleSign /> Telltale
      </span>
      <button type="button" class="button quiet small" onClick={openOptions}>
        {t('openOptions')}
      </button>
    </header>
  );
}
