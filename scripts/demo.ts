// npm run demo
//
// Builds the extension, opens a real browser with it on two sample pages, an article and a forum thread, and checks
// both as a reader would. With a display the browser stays open; without one the pictures are in demo-output/.

import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { messageOf } from '../lib/message-of.ts';
import type { DocumentState } from '../lib/protocol/messages.ts';
import { type Chromium, launchChromium } from '../tests/browser/chromium.ts';
import { openPopup, stateWhenDone, timeFirstMark } from '../tests/browser/popup.ts';
import { serve } from '../tests/browser/serve.ts';

const OUT = 'demo-output';
const PAGES = ['article', 'thread'];
const WORDS = { human: 'by a person', ai: 'by an AI' };

const hasDisplay =
  Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY) || process.platform !== 'linux';
const headed = hasDisplay && !process.env.CI && !process.argv.includes('--headless');

try {
  await main();
} catch (error) {
  console.error(messageOf(error));
  process.exit(1);
}

async function main(): Promise<void> {
  console.log('Building the extension …');
  execFileSync('npm', ['run', '--silent', 'build:chrome'], { stdio: ['ignore', 'ignore', 'inherit'] });
  mkdirSync(OUT, { recursive: true });
  const served = await serve('demo/pages');
  const chromium = await launchChromium({ headed });
  for (const name of PAGES) await showPage(chromium, `${served.origin}/${name}.html`, name);
  if (headed) {
    console.log('The browser stays open: move the pointer over a mark. Close its window to end.');
    await new Promise<void>((resolve) => chromium.context.on('close', () => resolve()));
  } else {
    await chromium.close();
    console.log(`Pictures are in ${OUT}/.`);
  }
  await served.close();
}

async function showPage(chromium: Chromium, url: string, name: string): Promise<void> {
  const page = await chromium.context.newPage();
  await page.goto(url);
  const popup = await openPopup(chromium, page);
  const started = performance.now();
  const firstMark = timeFirstMark(page);
  await popup.getByRole('button', { name: 'Check this page' }).click();
  const state = await stateWhenDone(popup);
  const all = performance.now() - started;
  if (state.phase !== 'done') throw new Error(`The check of ${url} did not finish: ${state.failure}`);
  printTable(name, state, await originsOf(page));
  console.log(`  First mark after ${round(await firstMark)} ms, everything read after ${round(all)} ms.\n`);
  await page.bringToFront();
  if (headed) return;
  await popup.screenshot({ path: `${OUT}/${name}-popup.png` });
  await page.screenshot({ path: `${OUT}/${name}.png`, fullPage: true });
  await showCard(chromium, page, `${OUT}/${name}-card.png`);
}

/** Goes to the first mark by its keyboard command, which opens the card. */
async function showCard(chromium: Chromium, page: Page, path: string): Promise<void> {
  await chromium.command(page, 'next-mark');
  await page.locator('telltale-card').waitFor({ state: 'attached', timeout: 5000 });
  // The page scrolls to the mark smoothly; the picture is taken when it has arrived.
  await page.evaluate(
    () =>
      new Promise<void>((resolve) => {
        let still: ReturnType<typeof setTimeout> = setTimeout(resolve, 300);
        addEventListener('scroll', () => {
          clearTimeout(still);
          still = setTimeout(resolve, 300);
        });
      }),
  );
  await page.screenshot({ path });
}

function printTable(name: string, { passages }: DocumentState, origins: Map<string, string>): void {
  console.log(`\n${name}.html: what the sample is, and what Telltale says of it`);
  for (const { opening, verdict, probability, words } of passages) {
    const origin = origins.get(key(opening)) ?? '';
    const sure = probability === null ? '   ' : `${Math.round(probability * 100)}`.padStart(3);
    const row = [
      (verdict ?? 'waiting').padEnd(12),
      sure,
      `${words} words`.padStart(10),
      origin.padEnd(11),
      opening,
    ];
    console.log(`  ${row.join('  ').slice(0, 118)}`);
  }
}

/** Who wrote each sample paragraph, from an attribute that the extension does not read. */
async function originsOf(page: Page): Promise<Map<string, string>> {
  const rows = await page.$$eval('[data-origin]', (elements) =>
    elements.map((element) => [element.textContent ?? '', element.getAttribute('data-origin') ?? '']),
  );
  return new Map(rows.map(([text = '', origin]) => [key(text), WORDS[origin as keyof typeof WORDS] ?? '']));
}

function key(text: string): string {
  return text.replace(/\s+/g, ' ').trim().slice(0, 40);
}

function round(ms: number): string {
  return ms.toFixed(0);
}
