import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clickInCard, waitForCard } from './card.ts';
import { type Chromium, launchChromium } from './chromium.ts';
import { openPopup } from './popup.ts';
import { type Served, serve } from './serve.ts';
import { closeBoth, expectDone } from './start-check.ts';

// A disk that is full or broken costs no check, and what could not be stored is said.

let served: Served;

beforeAll(async () => {
  served = await serve('demo/pages');
});

afterAll(() => served?.close());

describe('a storage without room', () => {
  let chromium: Chromium;
  let options: Page;

  beforeAll(async () => {
    chromium = await launchChromium();
    options = await chromium.context.newPage();
    await options.goto(`chrome-extension://${chromium.extensionId}/options.html`);
    // All that Chrome gives an extension, but a few bytes.
    await options.evaluate(async () => {
      await chrome.storage.local.set({ settings: { keepDisagreements: true } });
      const room = chrome.storage.local.QUOTA_BYTES - (await chrome.storage.local.getBytesInUse());
      await chrome.storage.local.set({ filler: 'x'.repeat(room - 'filler""'.length - 4) });
    });
  });

  afterAll(() => chromium?.close());

  async function settings(): Promise<unknown> {
    return (await options.evaluate(() => chrome.storage.local.get('settings'))).settings;
  }

  it('says so where a setting is changed, shows what was there before, and loses nothing', async () => {
    const before = await settings();
    await options.getByLabel('Address of a site').fill('https://a-long-name-for-a-site.example');
    await options.getByRole('button', { name: 'Never check' }).click();
    await options
      .getByRole('alert')
      .getByText(/^Not saved: the browser has no room left/)
      .waitFor();
    expect(await options.getByRole('cell', { name: /a-long-name/ }).count()).toBe(0);
    await options.getByRole('radio', { name: 'Line only' }).click();
    await expect.poll(() => options.getByRole('radio', { name: 'Line only' }).isChecked()).toBe(false);
    expect(await settings()).toEqual(before);
  });

  it('costs no check', async () => {
    const page = await chromium.context.newPage();
    await page.goto(`${served.origin}/article.html`);
    const popup = await openPopup(chromium, page);
    await popup.getByRole('button', { name: 'Check this page' }).click();
    await expectDone({ popup });
    await closeBoth({ page, popup });
  });

  it('says so where a passage is called wrong', async () => {
    const page = await chromium.context.newPage();
    await page.goto(`chrome-extension://${chromium.extensionId}/check-text.html#sample`);
    await page.getByRole('heading', { name: /1 of 3 passages/ }).waitFor();
    await page.locator('article p').nth(1).click();
    await page.locator('telltale-card').waitFor({ state: 'attached' });
    await clickInCard(page, 'This is wrong');
    await waitForCard(page, /Not kept: no room is left/);
    await page.close();
  });

  it('is used again when there is room', async () => {
    await options.evaluate(() => chrome.storage.local.remove('filler'));
    await options.getByRole('radio', { name: 'Line only' }).check();
    await expect.poll(settings).toMatchObject({ markStyle: 'underline' });
    expect(await options.getByRole('alert').count()).toBe(0);
  });
});

describe('a profile in which no database can be opened', () => {
  let profile: string;
  let chromium: Chromium;

  beforeAll(async () => {
    profile = mkdtempSync(join(tmpdir(), 'telltale-'));
    mkdirSync(join(profile, 'Default'));
    // Where the browser wants a folder for its databases there is a file.
    writeFileSync(join(profile, 'Default', 'IndexedDB'), '');
    chromium = await launchChromium({ profile });
  });

  afterAll(async () => {
    await chromium?.close();
    rmSync(profile, { recursive: true, force: true });
  });

  it('costs no check, and the options say that nothing is remembered', async () => {
    const page = await chromium.context.newPage();
    await page.goto(`${served.origin}/article.html`);
    const popup = await openPopup(chromium, page);
    const refused = await popup.evaluate(
      () =>
        new Promise<boolean>((resolve) => {
          const opening = indexedDB.open('any');
          opening.onerror = () => resolve(true);
          opening.onsuccess = () => resolve(false);
        }),
    );
    expect(refused).toBe(true);
    await popup.getByRole('button', { name: 'Check this page' }).click();
    await expectDone({ popup });
    const options = await chromium.context.newPage();
    await options.goto(`chrome-extension://${chromium.extensionId}/options.html`);
    await options.getByText('0 scores remembered').waitFor();
    await closeBoth({ page, popup });
  });
});
