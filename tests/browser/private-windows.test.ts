import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Chromium, launchChromium } from './chromium.ts';
import { checkFromPopup, type Firefox, launchFirefox } from './firefox.ts';
import { openPopup } from './popup.ts';
import { type Served, serve } from './serve.ts';
import { expectDone } from './start-check.ts';
import { falsifyScores, storedScores } from './stored-scores.ts';

// Where the reader has let the extension into private windows, it writes nothing down of them and looks nothing up.

let served: Served;

beforeAll(async () => {
  served = await serve('demo/pages');
});

afterAll(() => served?.close());

describe('a private window of Chromium', () => {
  let chromium: Chromium;
  let own: Page;

  beforeAll(async () => {
    chromium = await launchChromium();
    await chromium.reload({ enableInIncognito: true });
    own = await chromium.context.newPage();
    await own.goto(`chrome-extension://${chromium.extensionId}/options.html`);
  });

  afterAll(() => chromium?.close());

  async function openWindow(incognito: boolean): Promise<Page> {
    const opening = chromium.context.waitForEvent('page');
    const url = `${served.origin}/article.html`;
    const isPrivate = await (await chromium.background()).evaluate(
      async ([url, incognito]) => (await chrome.windows.create({ url, incognito }))?.incognito,
      [url, incognito] as const,
    );
    expect(isPrivate).toBe(incognito);
    const page = await opening;
    await page.waitForURL(url);
    return page;
  }

  /** Checks the article with an engine that knows nothing of the check before. Gives the probabilities. */
  async function check(incognito: boolean): Promise<(number | null)[]> {
    await (await chromium.background()).evaluate(() =>
      chrome.offscreen.closeDocument().catch(() => undefined),
    );
    const page = await openWindow(incognito);
    const popup = await openPopup(chromium, page);
    await popup.getByRole('button', { name: 'Check this page' }).click();
    const { passages } = await expectDone({ popup });
    await popup.close();
    await page.close();
    return passages.map(({ probability }) => probability);
  }

  it('leaves nothing in the score memory, and gets nothing from it', async () => {
    // A second try begins where the first began.
    await own.evaluate(() => chrome.runtime.sendMessage({ type: 'forget-scores' }));
    const inPrivate = await check(true);
    expect(await storedScores(own)).toEqual([]);
    const inPublic = await check(false);
    expect(inPrivate).toEqual(inPublic);
    const stored = async (): Promise<number> => (await storedScores(own)).length;
    await expect.poll(stored, { timeout: 20_000 }).toBeGreaterThan(3);
    await falsifyScores(own);
    // The memory is believed outside, so this test would notice if it were asked inside.
    expect(await check(false)).not.toEqual(inPublic);
    expect(await check(true)).toEqual(inPrivate);
  });

  it('leaves nothing in the storage either', async () => {
    const kept = await own.evaluate(async () => [
      await chrome.storage.local.get(),
      await chrome.storage.session.get(),
    ]);
    expect(JSON.stringify(kept)).not.toContain(new URL(served.origin).host);
  });
});

describe('a private window of Firefox', () => {
  let firefox: Firefox;

  afterAll(() => firefox?.close());

  async function rememberedAfterCheck(isPrivate: boolean): Promise<number> {
    await firefox?.close();
    firefox = await launchFirefox({ isPrivate });
    const page = await firefox.browser.newPage();
    await page.goto(`${served.origin}/article.html`);
    const popup = await firefox.openOwnPage(`popup.html#tab=${await firefox.clickToolbar(page)}`);
    await checkFromPopup(popup, page);
    const [incognito, { remembered }] = await popup.evaluate(
      async (tab) => {
        const { browser } = globalThis as unknown as { browser: typeof chrome };
        const report = (await browser.runtime.sendMessage({ type: 'engine-report' })) as {
          remembered: number;
        };
        return [(await browser.tabs.get(tab)).incognito, report] as const;
      },
      await firefox.clickToolbar(page),
    );
    expect(incognito).toBe(isPrivate);
    return remembered;
  }

  it('leaves nothing in the score memory', async () => {
    expect(await rememberedAfterCheck(false)).toBeGreaterThan(3);
    expect(await rememberedAfterCheck(true)).toBe(0);
  }, 120_000);
});
