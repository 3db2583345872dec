import type { Page } from 'playwright-core';
import type { DocumentState } from '../../lib/protocol/messages.ts';
import type { Chromium } from './chromium.ts';

/**
 * Clicks the toolbar button, and opens the popup for that page in a window of its own, where a driver can reach it
 * and the page stays visible behind it.
 */
export async function openPopup(chromium: Chromium, page: Page): Promise<Page> {
  await chromium.clickToolbar(page);
  const tabId = await chromium.tabIdOf(page);
  const opening = chromium.context.waitForEvent('page', (opened) => opened.url().includes('popup.html'));
  const background = await chromium.background();
  await background.evaluate(async (url) => {
    await chrome.windows.create({ url, type: 'popup', width: 420, height: 640, focused: false });
  }, `popup.html#tab=${tabId}`);
  const popup = await opening;
  await popup.getByRole('button', { name: 'Check this page' }).waitFor();
  return popup;
}

/** The page's state as its content script tells it to views, once the check has ended in any way. */
export async function stateWhenDone(popup: Page): Promise<DocumentState> {
  return popup.evaluate(
    () =>
      new Promise<DocumentState>((resolve) => {
        const tabId = Number(new URLSearchParams(location.hash.slice(1)).get('tab'));
        const connect = (): void => {
          const port = chrome.tabs.connect(tabId, { name: 'telltale-view' });
          // The content script comes with the click; before that a port closes at once.
          const again = (): unknown => setTimeout(connect, 20);
          port.onDisconnect.addListener(again);
          port.onMessage.addListener((state: DocumentState) => {
            if (!state.top || !['done', 'stopped', 'failed'].includes(state.phase)) return;
            port.onDisconnect.removeListener(again);
            port.disconnect();
            resolve(state);
          });
        };
        connect();
      }),
  );
}

/** Milliseconds from this call to the first mark that is drawn in the page. */
export function timeFirstMark(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const started = performance.now();
        const look = (): void => {
          if (CSS.highlights.size > 0) resolve(performance.now() - started);
          else setTimeout(look, 5);
        };
        look();
      }),
  );
}
