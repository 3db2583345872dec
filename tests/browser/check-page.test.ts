import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cardText, waitForCard } from './card.ts';
import { type Chromium, launchChromium } from './chromium.ts';
import { logitsInBrowser, logitsInNode, texts } from './golden.ts';
import { openPopup, stateWhenDone } from './popup.ts';
import { type RecordingProxy, startRecordingProxy } from './recording-proxy.ts';
import { type Served, serve } from './serve.ts';

// Chromium itself asks whether its user is signed in, with or without extensions.
const BROWSERS_OWN = /^CONNECT [a-z0-9.-]+\.google\.com:443$/;

let served: Served;
let proxy: RecordingProxy;
let chromium: Chromium;

beforeAll(async () => {
  served = await serve('demo/pages');
  proxy = await startRecordingProxy();
  // `<-loopback>`: requests to this very machine go through the proxy as well.
  chromium = await launchChromium({
    args: [`--proxy-server=${proxy.address}`, '--proxy-bypass-list=<-loopback>'],
  });
});

afterAll(async () => {
  await chromium?.close();
  await proxy?.close();
  await served?.close();
});

describe('checking the sample article in Chromium', () => {
  let page: Page;
  let popup: Page;
  let before: string;
  let requestsBefore: number;

  beforeAll(async () => {
    page = await chromium.context.newPage();
    await page.goto(`${served.origin}/article.html`);
    popup = await openPopup(chromium, page);
    before = await page.evaluate(() => document.documentElement.outerHTML);
    requestsBefore = proxy.seen.length;
    await popup.getByRole('button', { name: 'Check this page' }).click();
  });

  it('judges every passage and says so in the popup', async () => {
    const { phase, failure, passages } = await stateWhenDone(popup);
    expect(failure).toBeNull();
    expect(phase).toBe('done');
    expect(passages.length).toBeGreaterThanOrEqual(20);
    expect(passages.every(({ final }) => final)).toBe(true);
    const judged = passages.filter(({ probability }) => probability !== null).length;
    await expect.poll(() => popup.locator('body').innerText()).toContain(`${judged} passages`);
  });

  it('finds AI paragraphs and accuses none of the human ones', async () => {
    const { passages } = await stateWhenDone(popup);
    const origins = await page.$$eval('p[data-origin]', (all) =>
      all.map(
        (p) => [p.textContent?.replace(/\s+/g, ' ').trim() ?? '', p.getAttribute('data-origin')] as const,
      ),
    );
    const originOf = (opening: string): string | null =>
      origins.find(([text]) => text.startsWith(opening.slice(0, 40)))?.[1] ?? null;
    const likely = passages
      .filter(({ verdict }) => verdict === 'likely-ai')
      .map(({ opening }) => originOf(opening));
    expect(likely).not.toContain('human');
    expect(likely.filter((origin) => origin === 'ai').length).toBeGreaterThanOrEqual(4);
  });

  it('paints marks for the flagged passages with custom highlights', async () => {
    const { passages } = await stateWhenDone(popup);
    const flagged = passages.filter(({ verdict }) => verdict === 'likely-ai' || verdict === 'possibly-ai');
    const painted = await page.evaluate(() => {
      const texts: string[] = [];
      for (const [name, highlight] of CSS.highlights) {
        if (name.startsWith('telltale-')) for (const range of highlight) texts.push(range.toString());
      }
      return texts.join(' ').replace(/\s+/g, ' ');
    });
    for (const { opening } of flagged) expect(painted).toContain(opening.slice(0, 30));
  });

  it('shows the number of likely passages on the toolbar badge', async () => {
    const { passages } = await stateWhenDone(popup);
    const likely = passages.filter(({ verdict }) => verdict === 'likely-ai').length;
    const tabId = await chromium.tabIdOf(page);
    const badge = async (): Promise<string> =>
      (await chromium.background()).evaluate((tabId) => chrome.action.getBadgeText({ tabId }), tabId);
    await expect.poll(badge).toBe(likely === 0 ? '' : String(likely));
  });

  it("leaves the page's DOM as it was, and asks the network for nothing", async () => {
    expect(await page.evaluate(() => document.documentElement.outerHTML)).toBe(before);
    expect(proxy.seen.slice(requestsBefore).filter((request) => !BROWSERS_OWN.test(request))).toEqual([]);
  });

  it('opens the card from the keyboard, and Escape closes it without a trace', async () => {
    await page.bringToFront();
    await chromium.command(page, 'next-mark');
    expect(await waitForCard(page, /AI/)).toMatch(/Likely AI|Possibly AI/);
    await page.keyboard.press('Escape');
    await expect.poll(() => cardText(page)).toBeNull();
    expect(await page.evaluate(() => document.documentElement.outerHTML)).toBe(before);
  });

  it('opens the card when the pointer rests on a mark', async () => {
    const box = await page.evaluate(() => {
      for (const [name, highlight] of CSS.highlights) {
        if (!name.startsWith('telltale-')) continue;
        for (const range of highlight) {
          (range as Range).startContainer.parentElement?.scrollIntoView({
            block: 'center',
            behavior: 'instant',
          });
          const { x, y } = (range as Range).getClientRects()[0] ?? { x: 0, y: 0 };
          return { x: x + 20, y: y + 5 };
        }
      }
      return null;
    });
    expect(box).not.toBeNull();
    await page.mouse.move(box?.x ?? 0, box?.y ?? 0, { steps: 4 });
    expect(await waitForCard(page, /words/)).toMatch(/Likely AI|Possibly AI/);
    await page.keyboard.press('Escape');
  });

  it('checks a selection from the context menu beside the selection', async () => {
    await page.evaluate(() => {
      const paragraph = document.querySelector('p[data-origin="human"]');
      if (paragraph) getSelection()?.selectAllChildren(paragraph);
    });
    await checkSelection(page);
    expect(await waitForCard(page, /words/)).toMatch(/No signs|Possibly AI/);
    await page.keyboard.press('Escape');
    await expect.poll(() => cardText(page)).toBeNull();
  });

  it('gives the keyboard back to the field in which the text was selected', async () => {
    await page.evaluate(() => {
      const field = document.createElement('textarea');
      field.value = 'A few words that nobody could judge.';
      document.body.append(field);
      field.focus();
      field.select();
    });
    const isInField = () => page.evaluate(() => document.activeElement instanceof HTMLTextAreaElement);
    await checkSelection(page);
    await waitForCard(page, /words/);
    expect(await isInField()).toBe(false);
    await page.keyboard.press('Escape');
    await expect.poll(isInField).toBe(true);
    await page.evaluate(() => document.querySelector('textarea')?.remove());
  });

  /** Chooses the entry of the context menu on what is selected. */
  async function checkSelection(page: Page): Promise<void> {
    const tabId = await chromium.tabIdOf(page);
    await (await chromium.background()).evaluate(
      ([tabId, url]) => {
        const event = chrome.contextMenus.onClicked as unknown as { dispatch(...args: unknown[]): void };
        event.dispatch({ menuItemId: 'check-selection', frameId: 0, selectionText: 'x' }, { id: tabId, url });
      },
      [tabId, page.url()] as const,
    );
  }
});

describe('the engine in Chromium', () => {
  it('gives the logits that Node gives, to four decimals', async () => {
    const own = await chromium.context.newPage();
    await own.goto(`chrome-extension://${chromium.extensionId}/popup.html`);
    const [inNode, inChromium] = [await logitsInNode(), await own.evaluate(logitsInBrowser, texts)];
    expect(inChromium.map((logit) => logit.toFixed(4))).toEqual(inNode.map((logit) => logit.toFixed(4)));
  });

  it('gives the same when it reads three passages at a time', async () => {
    const own = await chromium.context.newPage();
    await own.goto(`chrome-extension://${chromium.extensionId}/options.html`);
    const set = (settings: object): Promise<void> =>
      own.evaluate((settings) => chrome.storage.local.set({ settings }), settings);
    // Nothing may come from memory: every text is read anew.
    await set({ threads: 3, memoryDays: 0 });
    // The engine ends and begins anew with the first request that finds the setting changed.
    const measure = () => own.evaluate(() => chrome.runtime.sendMessage({ type: 'measure' }));
    await expect
      .poll(measure, { timeout: 20_000 })
      .toMatchObject({ status: { phase: 'ready', backend: 'wasm', threads: 3 } });
    const inChromium = await own.evaluate(logitsInBrowser, texts);
    await set({});
    expect(inChromium.map((logit) => logit.toFixed(4))).toEqual(
      (await logitsInNode()).map((logit) => logit.toFixed(4)),
    );
  });
});

describe('checking the sample thread in Chromium', () => {
  it('gives each post its author and a verdict of its own', async () => {
    const page = await chromium.context.newPage();
    await page.goto(`${served.origin}/thread.html`);
    const popup = await openPopup(chromium, page);
    await popup.getByRole('button', { name: 'Check this page' }).click();
    await stateWhenDone(popup);
    await expect
      .poll(async () => {
        const { units } = await stateWhenDone(popup);
        return units.filter(({ kind, author, verdict }) => kind === 'post' && author && verdict).length;
      })
      .toBe(12);
  });
});

describe('a check when the service worker is killed', () => {
  it.each(['at the click', 'while passages wait'])('%s, goes on in a new one and ends', async (moment) => {
    const page = await chromium.context.newPage();
    await page.goto(`${served.origin}/article.html?killed=${encodeURIComponent(moment)}`);
    const popup = await openPopup(chromium, page);
    await popup.getByRole('button', { name: 'Check this page' }).click();
    if (moment !== 'at the click') await page.waitForFunction(() => CSS.highlights.size > 0);
    await chromium.killBackground();
    const { phase, passages } = await stateWhenDone(popup);
    expect(phase).toBe('done');
    expect(passages.every(({ final }) => final)).toBe(true);
  });
});

describe('a page that extensions may not read', () => {
  it('is refused in words, not in silence', async () => {
    const popup = await chromium.context.newPage();
    await popup.goto(`chrome-extension://${chromium.extensionId}/popup.html`);
    const id = await popup.evaluate(
      () =>
        new Promise<number>((resolve) => {
          chrome.tabs.onUpdated.addListener((tabId, { status }) => status === 'complete' && resolve(tabId));
          void chrome.tabs.create({ url: 'chrome://version' });
        }),
    );
    const outcome = await popup.evaluate(
      (tabId) => chrome.runtime.sendMessage({ type: 'check-tab', tabId }),
      id,
    );
    expect(outcome).toMatchObject({ ok: false, reason: expect.stringMatching(/browser lets no extension/) });
  });
});
