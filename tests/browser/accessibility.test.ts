import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serveGallery } from '../../scripts/gallery-server.ts';
import { type Chromium, launchChromium } from './chromium.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const PAGES = ['popup', 'sidepanel', 'options', 'welcome', 'accuracy', 'check-text'];

let chromium: Chromium;
let page: Page;

beforeAll(async () => {
  chromium = await launchChromium();
  page = await chromium.context.newPage();
});

afterAll(() => chromium.close());

/** What axe finds wrong, one line each. `page.evaluate` is not bound by the extension's content security policy. */
async function problems(): Promise<string[]> {
  await page.evaluate(AXE);
  const { violations } = await page.evaluate(() =>
    (globalThis as unknown as { axe: { run(): Promise<AxeResults> } }).axe.run(),
  );
  return violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`,
  );
}

/** A page of 1280 px at 200 % has 640 CSS pixels. */
async function scrollsSideways(): Promise<boolean> {
  await page.setViewportSize({ width: 640, height: 800 });
  const sideways = await page.evaluate(
    () => document.documentElement.scrollWidth > document.documentElement.clientWidth,
  );
  await page.setViewportSize({ width: 1280, height: 900 });
  return sideways;
}

describe.each(PAGES)('the page %s', (name) => {
  it('has nothing that axe finds wrong, and no horizontal bar at 200 %', async () => {
    await page.goto(`chrome-extension://${chromium.extensionId}/${name}.html`);
    await page.waitForSelector('main *');
    expect(await problems()).toEqual([]);
    expect(await scrollsSideways()).toBe(false);
  });
});

describe('every state of every view', () => {
  let gallery: Awaited<ReturnType<typeof serveGallery>>;

  beforeAll(async () => {
    gallery = await serveGallery();
  });

  afterAll(() => gallery.close());

  it.each(['light', 'dark'] as const)(
    'has nothing that axe finds wrong, %s',
    async (colorScheme) => {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.goto(gallery.address);
      const names = await page.locator('main a').allTextContents();
      const found: Record<string, string[]> = {};
      for (const name of names) {
        await page.goto(`${gallery.address}?${name}`);
        await page.waitForSelector('[class$="-frame"]');
        const wrong = await problems();
        if (wrong.length > 0) found[name] = wrong;
      }
      expect(found).toEqual({});
    },
    120_000,
  );
});
