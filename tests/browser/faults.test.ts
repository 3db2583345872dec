import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CHROME_BUILD, type Chromium, launchChromium } from './chromium.ts';
import { stateWhen } from './page-state.ts';
import { openPopup } from './popup.ts';
import { type Served, serve } from './serve.ts';
import { type Check, closeBoth, expectDone, startCheck } from './start-check.ts';

// Whatever ends at the wrong moment: the check goes on or ends with a clear message, and the next one works.

let served: Served;
let chromium: Chromium;

beforeAll(async () => {
  served = await serve('demo/pages');
  chromium = await launchChromium();
});

afterAll(async () => {
  await chromium?.close();
  await served?.close();
});

const begin = (browser = chromium): Promise<Check> => startCheck(browser, `${served.origin}/article.html`);

describe('a check', () => {
  it('goes on when the document of the engine is closed in the middle of it', async () => {
    const check = await begin();
    await stateWhen(check.popup, 'visible judged');
    await (await chromium.background()).evaluate(() => chrome.offscreen.closeDocument());
    await expectDone(check);
    await closeBoth(check);
  });

  it('goes on when both the engine and the service worker end', async () => {
    const check = await begin();
    await stateWhen(check.popup, 'visible judged');
    await (await chromium.background()).evaluate(() => chrome.offscreen.closeDocument());
    await chromium.killBackground();
    await expectDone(check);
    await closeBoth(check);
  });

  it('of a tab that is closed leaves the next tab the engine', async () => {
    const closed = await begin();
    await closed.page.close();
    await closed.popup.close();
    const next = await begin();
    await expectDone(next);
    await closeBoth(next);
  });

  it('of a page that is left leaves no badge, and the next page can be checked', async () => {
    const { page, popup } = await begin();
    await stateWhen(popup, 'visible judged');
    const tabId = await chromium.tabIdOf(page);
    await page.goto(`${served.origin}/thread.html`);
    const badge = async (): Promise<string> =>
      (await chromium.background()).evaluate((tabId) => chrome.action.getBadgeText({ tabId }), tabId);
    await expect.poll(badge).toBe('');
    await popup.close();
    const again = await openPopup(chromium, page);
    await again.getByRole('button', { name: 'Check this page' }).click();
    await expectDone({ popup: again });
    await closeBoth({ page, popup: again });
  });

  it('ends in each of 20 tabs that ask at once', async () => {
    const pages: Page[] = [];
    const own = await chromium.context.newPage();
    await own.goto(`chrome-extension://${chromium.extensionId}/popup.html`);
    const ids: number[] = [];
    for (let tab = 0; tab < 20; tab++) {
      const page = await chromium.context.newPage();
      await page.goto(`${served.origin}/article.html?tab=${tab}`);
      // 20 articles would keep a small machine busy for minutes; three paragraphs each show the same.
      await page.evaluate(() => {
        for (const p of document.querySelectorAll('p:nth-of-type(n+4)')) p.remove();
      });
      await chromium.clickToolbar(page);
      ids.push(await chromium.tabIdOf(page));
      pages.push(page);
    }
    const outcomes = await own.evaluate(
      (ids) => Promise.all(ids.map((tabId) => chrome.runtime.sendMessage({ type: 'check-tab', tabId }))),
      ids,
    );
    expect(outcomes).toEqual(ids.map(() => ({ ok: true })));
    for (const id of ids) {
      await own.evaluate((id) => {
        location.hash = `tab=${id}`;
      }, id);
      await expectDone({ popup: own });
    }
    for (const page of [own, ...pages]) await page.close();
  }, 180_000);
});

describe('a page that was open when the extension was reloaded', () => {
  it('can be checked again', async () => {
    const before = await begin();
    await stateWhen(before.popup, 'visible judged');
    await before.popup.close();
    await chromium.reload();
    const popup = await openPopup(chromium, before.page);
    await popup.getByRole('button', { name: 'Check this page' }).click();
    await expectDone({ popup });
    await closeBoth({ page: before.page, popup });
  });
});

describe('a model file with one wrong bit', () => {
  const DAMAGED = '.output/chrome-damaged';
  let damaged: Chromium;

  beforeAll(async () => {
    cpSync(CHROME_BUILD, DAMAGED, { recursive: true });
    const file = `${DAMAGED}/models/telltale-en/wide.bin`;
    const content = readFileSync(file);
    content[1000] = (content[1000] ?? 0) ^ 1;
    writeFileSync(file, content);
    damaged = await launchChromium({ extension: DAMAGED });
  });

  afterAll(async () => {
    await damaged?.close();
    rmSync(DAMAGED, { recursive: true, force: true });
  });

  it('is named, with how to repair it, and judges nothing', async () => {
    const { popup } = await begin(damaged);
    const { phase, failure, passages } = await stateWhen(popup, 'ended');
    expect(phase).toBe('failed');
    expect(failure).toMatch(/wide\.bin is damaged\. Reinstall Telltale/);
    expect(passages.every(({ probability }) => probability === null)).toBe(true);
    await popup
      .getByText(/wide\.bin is damaged/)
      .first()
      .waitFor();
  });
});
