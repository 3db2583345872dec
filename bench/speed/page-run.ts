import type { Page } from 'playwright-core';
import type { DocumentState } from '../../lib/protocol/messages.ts';
import type { Chromium } from '../../tests/browser/chromium.ts';

/** What one check of one page cost. Times in milliseconds from the order to check. */
export interface PageRun {
  firstMarkMs: number;
  /** Every passage has an answer, be it the wide part's. */
  allFirstMs: number;
  allFinalMs: number;
  passages: number;
  /** Share of judged passages in [0, 1] that needed no pass of the encoder. */
  passesSaved: number;
  longestTaskMs: number;
  layoutShift: number;
}

/** Checks a page by its keyboard command, as a reader would without opening the popup, and watches what happens. */
export async function runPage(chromium: Chromium, watcher: Page, url: string): Promise<PageRun> {
  const page = await chromium.context.newPage();
  await page.goto(url);
  await chromium.clickToolbar(page);
  const tabId = await chromium.tabIdOf(page);
  await page.evaluate(startWatching);
  const watching = watcher.evaluate(watchStates, tabId);
  await chromium.command(page, 'check-page');
  const states = await watching;
  const inPage = await page.evaluate(() => (globalThis as unknown as { bench: InPage }).bench);
  await page.close();
  return { ...states, ...inPage, firstMarkMs: inPage.firstMarkAt - states.startedAt };
}

interface InPage {
  /** Unix time in milliseconds. */
  firstMarkAt: number;
  longestTaskMs: number;
  layoutShift: number;
}

/** Runs in the page: notes its first mark, its long tasks and its layout shifts. */
function startWatching(): void {
  const bench = { firstMarkAt: Number.NaN, longestTaskMs: 0, layoutShift: 0 };
  (globalThis as unknown as { bench: InPage }).bench = bench;
  const look = (): void => {
    if (CSS.highlights.size > 0) bench.firstMarkAt = performance.timeOrigin + performance.now();
    else setTimeout(look, 1);
  };
  look();
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries())
      bench.longestTaskMs = Math.max(bench.longestTaskMs, duration);
  }).observe({ type: 'longtask' });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) bench.layoutShift += (entry as unknown as { value: number }).value;
  }).observe({ type: 'layout-shift' });
}

/** Runs in a page of the extension: follows a tab's check until it has ended. */
function watchStates(tabId: number): Promise<{
  startedAt: number;
  allFirstMs: number;
  allFinalMs: number;
  passages: number;
  passesSaved: number;
}> {
  return new Promise((resolve, reject) => {
    const startedAt = performance.timeOrigin + performance.now();
    const since = (): number => performance.timeOrigin + performance.now() - startedAt;
    let allFirstMs = Number.NaN;
    const connect = (): void => {
      const port = chrome.tabs.connect(tabId, { name: 'telltale-view' });
      const again = (): unknown => setTimeout(connect, 1);
      port.onDisconnect.addListener(again);
      port.onMessage.addListener(({ phase, failure, passages }: DocumentState) => {
        if (phase === 'failed') reject(new Error(failure ?? 'The check failed.'));
        const isRead = phase === 'scoring' || phase === 'done';
        if (isRead && Number.isNaN(allFirstMs) && passages.every(({ verdict }) => verdict))
          allFirstMs = since();
        if (phase !== 'done') return;
        const judged = passages.filter(({ probability }) => probability !== null);
        const saved = judged.filter(({ part }) => part === 'wide');
        port.onDisconnect.removeListener(again);
        port.disconnect();
        resolve({
          startedAt,
          allFirstMs,
          allFinalMs: since(),
          passages: passages.length,
          passesSaved: saved.length / judged.length,
        });
      });
    };
    connect();
  });
}
