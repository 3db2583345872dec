import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { clickInCard, waitForCard } from './card.ts';
import { type Chromium, launchChromium } from './chromium.ts';
import { stateWhen } from './page-state.ts';
import { openPopup } from './popup.ts';
import { type Served, serve } from './serve.ts';
import { expectDone } from './start-check.ts';

// What the reader has said about a site holds on every way to a check: the popup, keys, menus and Telltale by itself.

let served: Served;
let demo: Served;
let chromium: Chromium;
let page: Page;
let popup: Page;

beforeAll(async () => {
  served = await serve('tests/pages');
  demo = await serve('demo/pages');
  chromium = await launchChromium();
});

afterAll(async () => {
  await chromium?.close();
  await served?.close();
  await demo?.close();
});

/** Opens a page that the toolbar has let the extension into, and stays so through a reload. */
async function open(address: string): Promise<void> {
  page = await chromium.context.newPage();
  await page.goto(address);
  popup = await openPopup(chromium, page);
}

async function setRule(rule: 'always' | 'never'): Promise<void> {
  const sites = { [new URL(page.url()).origin]: rule };
  await popup.evaluate((sites) => chrome.storage.local.set({ settings: { sites, memoryDays: 0 } }), sites);
}

beforeEach(async () => {
  await popup?.close();
  await page?.close();
});

describe('a site that is never checked', () => {
  it('is not checked by a key either, and the toolbar button says why', async () => {
    await open(`${served.origin}/cases/letters.html`);
    await setRule('never');
    await chromium.command(page, 'check-page');
    const tabId = await chromium.tabIdOf(page);
    const button = (): Promise<string[]> =>
      popup.evaluate(
        async (tabId) => [
          await chrome.action.getBadgeText({ tabId }),
          await chrome.action.getTitle({ tabId }),
        ],
        tabId,
      );
    await expect.poll(button).toEqual(['!', expect.stringMatching(/never to check this site/)]);
    expect(await scriptsIn(tabId)).toEqual([false]);
  });
});

describe('a site that is always checked', () => {
  it('is checked by itself once per document, whatever its address becomes', async () => {
    await open(`${served.origin}/cases/letters.html`);
    await setRule('always');
    await page.reload();
    const { passages } = await expectDone({ popup });
    expect(passages.length).toBeGreaterThan(0);
    // What the background sends when the browser calls a changed address of the same document "complete".
    const tabId = await chromium.tabIdOf(page);
    const phase = await popup.evaluate(async (tabId) => {
      await chrome.tabs.sendMessage(tabId, { type: 'check', automatic: true });
      const port = chrome.tabs.connect(tabId, { name: 'telltale-view' });
      return new Promise<string>((resolve) => {
        port.onMessage.addListener(({ phase }: { phase: string }) => resolve(phase));
      });
    }, tabId);
    expect(phase).toBe('done');
  });

  it('is left alone from the card on: no marks, no badge, no list', async () => {
    await open(`${demo.origin}/article.html`);
    await setRule('always');
    await page.reload();
    await expectDone({ popup });
    const tabId = await chromium.tabIdOf(page);
    const badge = (): Promise<string> =>
      popup.evaluate((tabId) => chrome.action.getBadgeText({ tabId }), tabId);
    await expect.poll(badge).not.toBe('');
    await chromium.command(page, 'next-mark');
    await waitForCard(page, /Stop on this site/);
    await clickInCard(page, 'Stop on this site');
    await expect.poll(badge).toBe('');
    const { phase, passages } = await stateWhen(popup, 'any');
    expect([phase, passages]).toEqual(['idle', []]);
  });

  it('is not checked by itself where a page is sensitive, nor are the frames in it', async () => {
    await open(`${served.origin}/cases/sensitive-frames.html`);
    await setRule('always');
    const tabId = await chromium.tabIdOf(page);
    await page.reload();
    await expect.poll(() => scriptsIn(tabId)).toEqual([true, false]);
    const follows = (): Promise<unknown> =>
      popup.evaluate(
        (tabId) => chrome.tabs.sendMessage(tabId, { type: 'check', automatic: true }, { frameId: 0 }),
        tabId,
      );
    expect(await follows()).toBe(false);
    expect(await scriptsIn(tabId)).toEqual([true, false]);
  });

  it('is checked with its frames where it is not', async () => {
    await open(`${served.origin}/cases/frames.html`);
    await setRule('always');
    const tabId = await chromium.tabIdOf(page);
    await page.reload();
    await expect.poll(async () => (await scriptsIn(tabId)).filter(Boolean).length).toBeGreaterThan(1);
  });
});

/** Whether our script is there, in each of a tab's documents that the extension may see; the top one first. */
async function scriptsIn(tabId: number): Promise<boolean[]> {
  return popup.evaluate(async (tabId) => {
    const frames = await chrome.scripting.executeScript({
      target: { tabId, allFrames: true },
      func: () => (globalThis as { telltaleIsHere?: boolean }).telltaleIsHere === true,
    });
    return frames.map(({ result }) => result === true);
  }, tabId);
}
