import { chromium } from 'playwright-core';
import puppeteer from 'puppeteer-core';
import { findChromium, findFirefox, ROOT_ARGS } from '../tests/browser/find-browser.ts';

export interface Job {
  address: string;
  folder: string;
  /** Only scenes with this in their name; all where it is empty. */
  part: string;
}

/** Every scene is drawn into one frame, whose class ends so. */
const FRAME = '[class$="-frame"]';

export async function shootInChromium(job: Job & { scheme: 'light' | 'dark'; zoom: 1 | 2 }): Promise<void> {
  const browser = await chromium.launch({ executablePath: findChromium(), args: ROOT_ARGS });
  const page = await browser.newPage({
    colorScheme: job.scheme,
    reducedMotion: 'reduce',
    // What a browser's zoom does: fewer CSS pixels, each of them larger.
    viewport: { width: 1280 / job.zoom, height: 900 / job.zoom },
    deviceScaleFactor: job.zoom,
  });
  page.on('pageerror', (error) => console.error(error.message));
  await page.goto(job.address);
  await page.waitForSelector('main a');
  const names = await page.locator('main a').allTextContents();
  for (const name of names.filter((n) => n.includes(job.part))) {
    await page.goto(`${job.address}?${name}`);
    const frame = page.locator(FRAME).first();
    await frame.waitFor();
    await frame.screenshot({
      path: `${job.folder}/${name}.${job.scheme}${job.zoom === 2 ? '.200' : ''}.png`,
    });
  }
  await browser.close();
}

export async function shootInFirefox(job: Job): Promise<void> {
  const browser = await puppeteer.launch({
    browser: 'firefox',
    executablePath: findFirefox(),
    headless: true,
    defaultViewport: { width: 1280, height: 900 },
    extraPrefsFirefox: { 'ui.systemUsesDarkTheme': 0, 'ui.prefersReducedMotion': 1 },
  });
  const page = await browser.newPage();
  await page.goto(job.address);
  await page.waitForSelector('main a');
  const names = await page.$$eval('main a', (links) => links.map((link) => link.textContent ?? ''));
  for (const name of names.filter((n) => n.includes(job.part))) {
    await page.goto(`${job.address}?${name}`);
    const frame = await page.waitForSelector(FRAME);
    await frame?.screenshot({ path: `${job.folder}/${name}.firefox.png` });
  }
  await browser.close();
}
