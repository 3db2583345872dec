import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Chromium, launchChromium } from './chromium.ts';
import { openPopup, stateWhenDone } from './popup.ts';
import { type Served, serve } from './serve.ts';

let chromium: Chromium;
let served: Served;
let thread: Page;
let panel: Page;

beforeAll(async () => {
  served = await serve('demo/pages');
  chromium = await launchChromium();
  thread = await chromium.context.newPage();
  await thread.goto(`${served.origin}/thread.html`);
  const popup = await openPopup(chromium, thread);
  await popup.getByRole('button', { name: 'Check this page' }).click();
  await stateWhenDone(popup);
  const tabId = await chromium.tabIdOf(thread);
  panel = await chromium.context.newPage();
  await panel.goto(`chrome-extension://${chromium.extensionId}/sidepanel.html#tab=${tabId}`);
  await panel.getByRole('list', { name: 'Posts' }).waitFor();
});

afterAll(async () => {
  await chromium.close();
  await served.close();
});

const rows = (list: string) => panel.getByRole('list', { name: list }).getByRole('button');

describe('the side panel on a thread', () => {
  it('lists its posts with author, verdict and words', async () => {
    expect(await rows('Posts').count()).toBeGreaterThan(5);
    expect(await rows('Posts').first().textContent()).toMatch(/\S+.*(No signs|AI|short).*\d+ words/);
  });

  it('shows posts of one verdict only, where asked', async () => {
    const filter = panel.getByRole('button', { name: 'Likely AI', exact: true });
    await filter.click();
    const texts = await rows('Posts').allTextContents();
    expect(texts.length).toBeGreaterThan(0);
    expect(texts.every((text) => text.includes('Likely AI'))).toBe(true);
    await filter.click();
  });

  it('puts the strongest first, where asked', async () => {
    await panel.getByLabel('Sort by').selectOption('verdict');
    expect(await rows('Posts').first().textContent()).toContain('Likely AI');
    expect(await rows('Posts').last().textContent()).not.toContain('AI ·');
    await panel.getByLabel('Sort by').selectOption('page');
  });

  it('is walked with the arrow keys, and Enter goes to the post', async () => {
    await rows('Posts').first().focus();
    await panel.keyboard.press('End');
    expect(
      await rows('Posts')
        .last()
        .evaluate((row) => row === document.activeElement),
    ).toBe(true);
    const before = await thread.evaluate(() => scrollY);
    await panel.keyboard.press('Enter');
    await thread.waitForFunction((from) => scrollY > from, before);
  });

  it('sums the posts up by author', async () => {
    await panel.getByRole('tab', { name: 'Authors' }).click();
    expect(await rows('Authors').first().textContent()).toMatch(/posts? (is|are) likely AI/);
    await panel.getByRole('tab', { name: 'Posts' }).click();
  });

  it('exports a line per post', async () => {
    const downloading = panel.waitForEvent('download');
    await panel.getByRole('button', { name: 'CSV' }).click();
    const download = await downloading;
    expect(download.suggestedFilename()).toMatch(/^telltale-127\.0\.0\.1-\d{4}-\d\d-\d\d\.csv$/);
    const lines = (await readFile(await download.path(), 'utf8')).trim().split('\r\n');
    expect(lines).toHaveLength((await rows('Posts').count()) + 1);
  });
});

describe('the side panel, while its tab goes on', () => {
  const search = () => panel.getByRole('searchbox', { name: 'Find in author or text' });

  it('keeps what was typed and chosen in it where the page stays and its address changes', async () => {
    await search().fill('the');
    const typedIn = await search().elementHandle();
    await thread.evaluate(() => history.pushState(null, '', '#later'));
    // The address is in print only.
    await expect.poll(() => panel.locator('.only-in-print').textContent()).toContain('#later');
    expect(await typedIn?.evaluate((field) => field.isConnected && field === document.activeElement)).toBe(
      true,
    );
    expect(await search().inputValue()).toBe('the');
  });

  it('offers the check again when the page was loaded again, and follows it', async () => {
    await panel.getByRole('button', { name: 'Check again' }).click();
    await stateWhenDone(panel);
    await rows('Posts').first().waitFor();
    await thread.reload();
    await panel.getByRole('button', { name: 'Check this page' }).click();
    await rows('Posts').first().waitFor();
    await stateWhenDone(panel);
  });

  it('follows a check that began by a key', async () => {
    await thread.reload();
    await panel.getByRole('button', { name: 'Check this page' }).waitFor();
    await chromium.command(thread, 'check-page');
    await rows('Posts').first().waitFor();
    await stateWhenDone(panel);
  });

  it("shows another page's own state, and nothing of the one before", async () => {
    await thread.goto(`${served.origin}/article.html`);
    await panel.getByRole('button', { name: 'Check this page' }).waitFor();
    expect(await panel.getByRole('list').count()).toBe(0);
  });
});
