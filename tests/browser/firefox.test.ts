import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkFromPopup, type Firefox, launchFirefox } from './firefox.ts';
import { logitsInBrowser, logitsInNode, texts } from './golden.ts';
import { type Served, serve } from './serve.ts';

let served: Served;
let firefox: Firefox;
let page: Page;
let popup: Page;
let tabId: number;
let before: string;

const html = (): string => document.documentElement.outerHTML;

beforeAll(async () => {
  served = await serve('demo/pages');
  firefox = await launchFirefox();
  page = await firefox.browser.newPage();
  await page.goto(`${served.origin}/article.html`);
  tabId = await firefox.clickToolbar(page);
  before = await page.evaluate(html);
  popup = await firefox.openOwnPage(`popup.html#tab=${tabId}`);
});

afterAll(async () => {
  await firefox?.close();
  await served?.close();
});

describe('checking the sample article in Firefox', () => {
  it('judges the page and says so in the popup', async () => {
    expect(await checkFromPopup(popup, page)).toMatch(/passages? show/);
  });

  it('paints marks with custom highlights and leaves the DOM as it was', async () => {
    const marks = await page.evaluate(() => {
      const names = ['likely-ai', 'possibly-ai'].map((verdict) => `telltale-tint-${verdict}-on-light`);
      return names.reduce((sum, name) => sum + (CSS.highlights.get(name)?.size ?? 0), 0);
    });
    expect(marks).toBeGreaterThan(0);
    expect(await page.evaluate(html)).toBe(before);
  });

  it('shows the number of likely passages on the toolbar badge', async () => {
    const likely = await page.evaluate(
      () => CSS.highlights.get('telltale-tint-likely-ai-on-light')?.size ?? 0,
    );
    const badge = await popup.evaluate(
      (tabId) => (globalThis as unknown as { browser: typeof chrome }).browser.action.getBadgeText({ tabId }),
      tabId,
    );
    expect(Number(badge)).toBeGreaterThan(0);
    expect(Number(badge)).toBeLessThanOrEqual(likely);
  });

  it('gives the logits that Node gives, to four decimals', async () => {
    const [inNode, inFirefox] = [await logitsInNode(), await popup.evaluate(logitsInBrowser, texts)];
    expect(inFirefox.map((logit) => logit.toFixed(4))).toEqual(inNode.map((logit) => logit.toFixed(4)));
  });

  it('gives the same when it reads two passages at a time', async () => {
    // Nothing may come from memory: every text is read anew.
    await popup.evaluate(() => browser.storage.local.set({ settings: { threads: 2, memoryDays: 0 } }));
    // The engine ends and begins anew with the first request that finds the setting changed.
    const measure = () => popup.evaluate(() => browser.runtime.sendMessage({ type: 'measure' }));
    await expect.poll(measure, { timeout: 20_000 }).toMatchObject({ status: { threads: 2 } });
    const inFirefox = await popup.evaluate(logitsInBrowser, texts);
    expect(inFirefox.map((logit) => logit.toFixed(4))).toEqual(
      (await logitsInNode()).map((logit) => logit.toFixed(4)),
    );
  });

  it('says why it has no graphics card for us, or how fast it is, and reads in any case', async () => {
    await popup.evaluate(() => browser.storage.local.set({ settings: { backend: 'webgpu', memoryDays: 0 } }));
    const card = () =>
      popup.evaluate(async () => {
        const { speeds } = await browser.runtime.sendMessage({ type: 'measure' });
        return speeds.find(({ backend }: { backend: string }) => backend === 'webgpu');
      });
    await expect
      .poll(card, { timeout: 30_000 })
      .toSatisfy((found) => ['absent', 'no-card'].includes(found?.unusable) || found?.passageMs > 0);
    expect(await popup.evaluate(logitsInBrowser, texts)).toHaveLength(texts.length);
  });
});
