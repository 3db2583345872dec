import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Chromium, launchChromium } from './chromium.ts';
import { stateWhen } from './page-state.ts';
import { openPopup } from './popup.ts';
import { type Served, serve } from './serve.ts';
import { addScores, storedScores } from './stored-scores.ts';

let served: Served;
let chromium: Chromium;
let own: Page;

beforeAll(async () => {
  served = await serve('demo/pages');
  chromium = await launchChromium();
  own = await chromium.context.newPage();
  await own.goto(`chrome-extension://${chromium.extensionId}/options.html`);
});

afterAll(async () => {
  await chromium?.close();
  await served?.close();
});

async function check(name: string): Promise<{ page: Page; logits: (number | null)[] }> {
  const page = await chromium.context.newPage();
  await page.goto(`${served.origin}/${name}`);
  const popup = await openPopup(chromium, page);
  await popup.getByRole('button', { name: 'Check this page' }).click();
  const { passages } = await stateWhen(popup, 'ended');
  await popup.close();
  return { page, logits: passages.map(({ probability }) => probability) };
}

const set = (settings: object): Promise<void> =>
  own.evaluate((settings) => chrome.storage.local.set({ settings }), settings);

/** Ends the engine's process, and with it everything that it remembers by itself. */
async function forgetProcess(): Promise<void> {
  const background = await chromium.background();
  await background.evaluate(() => chrome.offscreen.closeDocument());
}

describe('the memory of scores', () => {
  it('keeps nothing where the reader has set it to 0 days', async () => {
    await set({ memoryDays: 0 });
    const { page } = await check('thread.html?none');
    expect(await storedScores(own)).toEqual([]);
    await page.close();
  });

  it('keeps hashes, numbers and times, and not a word of the page', async () => {
    await set({ memoryDays: 7 });
    const { page } = await check('article.html');
    await expect.poll(async () => (await storedScores(own)).length, { timeout: 10_000 }).toBeGreaterThan(3);
    const entries = await storedScores(own);
    for (const { hash, evidence, at, ...others } of entries) {
      expect(hash).toMatch(/^[0-9a-f]{32}$/);
      expect(evidence.every((number) => typeof number === 'number')).toBe(true);
      expect(Math.abs(Date.now() - at)).toBeLessThan(600_000);
      expect(others).toEqual({});
    }
    const raw = JSON.stringify(entries).toLowerCase();
    const words = await page.evaluate(() => document.body.innerText.toLowerCase().match(/[a-z]{7,}/g) ?? []);
    expect(words.length).toBeGreaterThan(100);
    expect(words.filter((word) => raw.includes(word))).toEqual([]);
    expect(raw).not.toContain('127.0.0.1');
    await page.close();
  });

  it('gives the same scores again in a new process, and keeps no text twice', async () => {
    const first = await check('article.html?first');
    const count = (await storedScores(own)).length;
    await forgetProcess();
    const second = await check('article.html?second');
    expect(second.logits).toEqual(first.logits);
    expect((await storedScores(own)).length).toBe(count);
  });

  it('keeps as many as the reader allows, the newest', async () => {
    await set({ memoryDays: 30, memoryEntries: 1000 });
    await addScores(own, 1500, Date.now() - 86_400_000);
    await forgetProcess();
    const { page } = await check('thread.html?bounded');
    await expect.poll(async () => (await storedScores(own)).length, { timeout: 20_000 }).toBeLessThan(1050);
    const newest = (await storedScores(own)).filter(({ at }) => at > Date.now() - 600_000);
    expect(newest.length).toBeGreaterThan(3);
    await page.close();
  });

  it('is emptied by the button in the options', async () => {
    await own.reload();
    const button = own.getByRole('button', { name: 'Forget all scores' });
    await own
      .getByText(/\d+ scores? remembered|remember/i)
      .first()
      .waitFor();
    await button.click();
    await expect.poll(async () => (await storedScores(own)).length, { timeout: 10_000 }).toBe(0);
  });
});
