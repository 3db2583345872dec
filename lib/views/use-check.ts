import { type ReadonlySignal, useComputed, useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { askBackground } from './ask.ts';
import { isCheckable, isPdf } from './checkable.ts';
import type { ViewedTab } from './current-tab.ts';
import { type PopupState, popupState } from './popup-state.ts';
import type { TabLink } from './tab-link.ts';
import { t } from './words.ts';

/** A tab's state as a view shows it, and the way to start a check there. */
export function useCheck(
  tab: ViewedTab,
  link: TabLink,
): { state: ReadonlySignal<PopupState>; check(): void } {
  const refusal = useSignal<string | null>(null);
  const asked = useSignal(false);
  const state = useComputed(() =>
    popupState({
      link: link.state.value,
      page: link.page.value,
      cannot: whyNot(tab.url),
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

  return { state, check };
}

/** Why the page at an address cannot be checked; null where it can be tried. */
function whyNot(address: string | undefined): string | null {
  if (isPdf(address)) return t('cannotRunPdf');
  return isCheckable(address) ? null : t('cannotRunBrowserPage');
}
