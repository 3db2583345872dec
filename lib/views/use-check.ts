import { computed, effect, type ReadonlySignal, useSignal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import { askBackground } from './ask.ts';
import { isCheckable, isPdf } from './checkable.ts';
import type { ViewedTab } from './current-tab.ts';
import { isAnswered, type PopupState, popupState } from './popup-state.ts';
import type { TabLink } from './tab-link.ts';
import { t } from './words.ts';

/** A tab's state as a view shows it, and the way to start a check there. The view stays while the tab changes pages. */
export function useCheck(
  tab: ViewedTab,
  link: TabLink,
): { state: ReadonlySignal<PopupState>; check(): void } {
  const refusal = useSignal<string | null>(null);
  const asked = useSignal(false);
  const state = useMemo(
    () =>
      computed(() =>
        popupState({
          link: link.state.value,
          page: link.page.value,
          cannot: whyNot(tab.url),
          refusal: refusal.value,
          asked: asked.value,
        }),
      ),
    [link, tab.url],
  );

  useEffect(() => void askBackground({ type: 'warm' }), []);
  // What was asked of a page is not asked of the one that comes after it, be it the same page loaded again.
  useEffect(
    () =>
      effect(() => {
        if (isAnswered({ link: link.state.value, page: link.page.value })) asked.value = false;
      }),
    [link],
  );
  useEffect(() => {
    refusal.value = null;
  }, [tab.url]);

  async function check(): Promise<void> {
    refusal.value = null;
    asked.value = true;
    const outcome = await askBackground({ type: 'check-tab', tabId: tab.id });
    if (outcome.ok) link.connect(true);
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
