import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Settings } from '../../lib/settings/settings.ts';
import { waitForCard } from './card.ts';
import { type Chromium, launchChromium } from './chromium.ts';
import { openPopup, stateWhenDone } from './popup.ts';
import { type Served, serve } from './serve.ts';

let served: Served;
let chromium: Chromium;
let page: Page;
let popup: Page;

beforeAll(async () => {
  served = await serve('demo/pages');
  chromium = await launchChromium();
  page = await chromium.context.newPage();
  await page.goto(`${served.origin}/thread.html`);
  popup = await openPopup(chromium, page);
  await popup.getByRole('button', { name: 'Check this page' }).click();
  await stateWhenDone(popup);
});

afterAll(async () => {
  await chromium?.close();
  await served?.close();
});

/** Changes settings as the options page does. */
const change = (settings: Partial<Settings>): Promise<void> =>
  popup.evaluate((settings) => chrome.storage.local.set({ settings }), settings);

const highlightNames = (): Promise<string[]> => page.evaluate(() => [...CSS.highlights.keys()].sort());

describe('the style of marks', () => {
  it('draws tints by default, each verdict under a name of its own', async () => {
    expect(await highlightNames()).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/tint-likely-ai-on-light/),
        expect.stringMatching(/tint-possibly-ai-on-light/),
      ]),
    );
  });

  it('changes at once when the reader chooses lines', async () => {
    await change({ markStyle: 'underline' });
    await expect.poll(highlightNames).toContain('telltale-underline-likely-ai-on-light');
    expect((await highlightNames()).filter((name) => name.includes('tint'))).toEqual([]);
  });

  it('marks passages without signs only where the reader wants it', async () => {
    expect((await highlightNames()).filter((name) => name.includes('no-signs'))).toEqual([]);
    await change({ markStyle: 'underline', markNoSigns: true });
    await expect.poll(highlightNames).toContain('telltale-underline-no-signs-on-light');
  });

  it('stands bars beside the passages, outside the body, and takes them away again', async () => {
    const body = await page.evaluate(() => document.body.outerHTML);
    await change({ markStyle: 'margin' });
    await expect.poll(() => page.locator('html > telltale-margin').count()).toBe(1);
    expect(await highlightNames()).toEqual([]);
    expect(await page.evaluate(() => document.body.outerHTML)).toBe(body);
    await change({ markStyle: 'off' });
    await expect.poll(() => page.locator('telltale-margin').count()).toBe(0);
  });
});

describe('folding', () => {
  it('folds the posts of a verdict, opens one by a click, and unfolds all', async () => {
    const folded = page.locator('[data-telltale-folded]');
    const fold = (verdicts: string[]): Promise<void> =>
      popup.evaluate((verdicts) => {
        const tabId = Number(new URLSearchParams(location.hash.slice(1)).get('tab'));
        chrome.tabs.connect(tabId, { name: 'telltale-view' }).postMessage({ type: 'fold', verdicts });
      }, verdicts);
    await fold(['likely-ai']);
    await expect.poll(() => folded.count()).toBeGreaterThan(0);
    const count = await folded.count();
    const box = await folded.first().boundingBox();
    expect(box?.height).toBeLessThan(60);
    await folded.first().click();
    await expect.poll(() => folded.count()).toBe(count - 1);
    await fold([]);
    await expect.poll(() => folded.count()).toBe(0);
  });
});

describe('a mark inside a shadow tree', () => {
  it('opens its card where the pointer rests', async () => {
    const page = await chromium.context.newPage();
    await page.goto(`${served.origin}/article.html`);
    await page.evaluate(() => {
      const host = document.createElement('div');
      const inside = host.attachShadow({ mode: 'closed' });
      inside.append(...document.body.childNodes);
      document.body.append(host);
    });
    await change({ markStyle: 'tint' });
    const popup = await openPopup(chromium, page);
    await popup.getByRole('button', { name: 'Check this page' }).click();
    await stateWhenDone(popup);
    await page.bringToFront();
    const place = await page.evaluate(() => {
      const names = [...CSS.highlights.keys()].filter((name) => name.startsWith('telltale-'));
      const [range] = names.flatMap((name) => [...(CSS.highlights.get(name) ?? [])] as Range[]);
      range?.startContainer.parentElement?.scrollIntoView({ block: 'center', behavior: 'instant' });
      const line = range?.getClientRects()[0];
      return line && { x: line.x + 20, y: line.y + 5 };
    });
    expect(place).toBeDefined();
    await page.mouse.move(place?.x ?? 0, place?.y ?? 0, { steps: 4 });
    expect(await waitForCard(page, /words/)).toMatch(/Likely AI|Possibly AI/);
  });
});
