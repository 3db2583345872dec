import { useComputed, useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import '../../components/tokens.css';
import '../../components/base.css';
import '../../components/button.css';
import { askBackground } from '../../lib/views/ask.ts';
import { isCheckable } from '../../lib/views/checkable.ts';
import type { ViewedTab } from '../../lib/views/current-tab.ts';
import { popupState } from '../../lib/views/popup-state.ts';
import type { TabLink } from '../../lib/views/tab-link.ts';
import { t } from '../../lib/views/words.ts';
import './popup.css';
import { PopupBody } from './popup-body.tsx';
import { PopupHead } from './popup-head.tsx';

interface Props {
  tab: ViewedTab;
  link: TabLink;
}

export function Popup({ tab, link }: Props) {
  const refusal = useSignal<string | null>(null);
  const asked = useSignal(false);
  const state = useComputed(() =>
    popupState({
      link: link.state.value,
      page: link.page.value,
      cannot: isCheckable(tab.url) ? null : t('cannotRunBrowserPage'),
      refusal: refusal.value,
      asked: asked.value,
    }),
  );

  useEffect(() => void askBackground({ type: 'warm' }), []);

  async function check(): Promise<void> {
    refusal.value = null;
    asked.value = true;
    const outcome = await askBackground({ type: 'check-tab', tabId: tab.id });
    if (outcome.ok) link.connect();
    else {
      refusal.value = outcome.reason;
      asked.value = false;
    }
  }

  return (
    <>
      <PopupHead />
      <PopupBody state={state.value} onCheck={check} onOrder={link.send} />
    </>
  );
}
