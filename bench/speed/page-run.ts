import type { Page } from 'playwright-core';
import type { DocumentState } from '../../lib/protocol/messages.ts';
import type { Chromium } from '../../tests/browser/chromium.ts';
import { median } from './median.ts';

/** What one check of one page cost. Times in milliseconds from the order to check. */
export interface PageRun {
  firstMarkMs: number;
  /** Every passage has an answer, be it the wide part's. */
  allFirstMs: number;
  /** NaN where the run ended before. */
  allFinalMs: number;
  passages: number;
  /** The share of the encoder's work that was spared, in layers of passages, [0, 1]. */
  passesSaved: number;
  longestTaskMs: number;
  /** Time that scripts took in the page, ours and the watching one's. */
  scriptMs: number;
  layoutShift: number;
  /** While the page was scrolled: the longest time between two frames, and the median; NaN where it was not. */
  worstFrameMs: number;
  frameMs: number;
}

/** After which a page that has just loaded, and a popup that has just closed, take no more of the machine. */
const SETTLED_MS = 500;

/**
 * Checks a page by its keyboard command, as a reader would without opening the popup, and watches what happens.
 * @param options.endWhenAnswered ends the run when so many passages have their first answer
 */
export async function runPage(
  chromium: Chromium,
  watcher: Page,
  url: string,
  options: { scrolling?: boolean; endWhenAnswered?: number } = {},
): Promise<PageRun> {
  const page = await chromium.context.newPage();
  await page.goto(url);
  await chromium.clickToolbar(page);
  await chromium.closePopup();
  await new Promise((resolve) => setTimeout(resolve, SETTLED_MS));
  const tabId = await chromium.tabIdOf(page);
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable');
  const scriptMs = async (): Promise<number> => {
    const { metrics } = await session.send('Performance.getMetrics');
    return 1000 * (metrics.find(({ name }) => name === 'ScriptDuration')?.value ?? Number.NaN);
  };
  await page.evaluate(startWatching, options.scrolling === true);
  const before = await scriptMs();
  const watching = watcher.evaluate(watchStates, { tabId, enough: options.endWhenAnswered ?? null });
  await chromium.command(page, 'check-page');
  const states = await watching;
  const spent = (await scriptMs()) - before;
  const { frames, ...inPage } = await page.evaluate(() => (globalThis as unknown as { bench: InPage }).bench);
  await page.close();
  return {
    ...states,
    ...inPage,
    firstMarkMs: inPage.firstMarkAt - states.startedAt,
    scriptMs: spent,
    worstFrameMs: frames.length > 0 ? Math.max(...frames) : Number.NaN,
    frameMs: median(frames),
  };
}

interface InPage {
  /** Unix time in milliseconds. */
  firstMarkAt: number;
  longestTaskMs: number;
  layoutShift: number;
  /** Milliseconds between frames, where the page is scrolled. */
  frames: number[];
}

/** Runs in the page: notes its first mark, its long tasks, its layout shifts and, while it scrolls, its frames. */
function startWatching(scrolling: boolean): void {
  const bench: InPage = { firstMarkAt: Number.NaN, longestTaskMs: 0, layoutShift: 0, frames: [] };
  (globalThis as unknown as { bench: InPage }).bench = bench;
  const look = (): void => {
    if (CSS.highlights.size > 0) bench.firstMarkAt = performance.timeOrigin + performance.now();
    else setTimeout(look, 1);
  };
  look();
  let last = Number.NaN;
  const scroll = (now: number): void => {
    if (now > last) bench.frames.push(now - last);
    last = now;
    scrollBy(0, 40);
    requestAnimationFrame(scroll);
  };
  if (scrolling) requestAnimationFrame(scroll);
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries())
      bench.longestTaskMs = Math.max(bench.longestTaskMs, duration);
  }).observe({ type: 'longtask' });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) bench.layoutShift += (entry as unknown as { value: number }).value;
  }).observe({ type: 'layout-shift' });
}

/** Runs in a page of the extension: follows a tab's check until it has ended, or enough passages have an answer. */
function watchStates({ tabId, enough }: { tabId: number; enough: number | null }): Promise<{
  startedAt: number;
  allFirstMs: number;
  allFinalMs: number;
  passages: number;
  passesSaved: number;
}> {
  return new Promise((resolve, reject) => {
    const startedAt = performance.timeOrigin + performance.now();
    const since = (): number => performance.timeOrigin + performance.now() - startedAt;
    // When all passages known by then had an answer, by how many they were: more may have been read later.
    const answered = new Map<number, number>();
    const connect = (): void => {
      const port = chrome.tabs.connect(tabId, { name: 'telltale-view' });
      const again = (): unknown => setTimeout(connect, 1);
      port.onDisconnect.addListener(again);
      port.onMessage.addListener(({ phase, failure, passages }: DocumentState) => {
        if (phase === 'failed') reject(new Error(failure ?? 'The check failed.'));
        const isRead = phase === 'scoring' || phase === 'done';
        if (isRead && !answered.has(passages.length) && passages.every(({ verdict }) => verdict))
          answered.set(passages.length, since());
        if (phase !== 'done' && (enough === null || !answered.has(enough))) return;
        const judged = passages.filter(({ probability }) => probability !== null);
        const read = judged.reduce((sum, { depth = 1 }) => sum + depth, 0);
        port.onDisconnect.removeListener(again);
        port.disconnect();
        resolve({
          startedAt,
          allFirstMs: answered.get(passages.length) ?? since(),
          allFinalMs: phase === 'done' ? since() : Number.NaN,
          passages: passages.length,
          passesSaved: 1 - read / judged.length,
        });
      });
    };
    connect();
  });
}
