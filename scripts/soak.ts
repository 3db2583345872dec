import { parseArgs } from 'node:util';
import type { CDPSession, Page } from 'playwright-core';
import { launchChromium } from '../tests/browser/chromium.ts';
import { stateWhen } from '../tests/browser/page-state.ts';
import { openPopup } from '../tests/browser/popup.ts';
import { serve } from '../tests/browser/serve.ts';
import { attach, isEngineDocument, targets } from '../tests/browser/targets.ts';

// npm run soak -- --minutes 10: one browser; pages are opened, checked, scrolled, changed and closed in a loop, beside
// one page that stays open and changes all the time. Prints the heaps of all of the extension's processes and of that
// page at the start and at the end, and fails where one has grown by more than 5 %.

const MOST_GROWTH = 0.05;
/** Rounds before the first measurement: caches and compiled code belong to the product. */
const WARM_UP_ROUNDS = 8;
/**
 * What the driver evaluates leaves code behind, about 130 kB in a process, and then no more: this many calls before the
 * first measurement bring it there.
 */
const DRIVER_CALLS = 300;
/** A heap has its low tide and its high tide; the lowest of so many measurements is what is really held. */
const MEASUREMENTS = 3;

type Heaps = Map<string, number>;

const { values } = parseArgs({ options: { minutes: { type: 'string', default: '10' } } });
const served = await serve('demo/pages');
const chromium = await launchChromium();

// Every text is read by the engine, and none kept: the caches have bounds of their own, and tests of them.
await (await chromium.background()).evaluate(() => chrome.storage.local.set({ settings: { memoryDays: 0 } }));
const staying = await openChecked('thread.html?stays');
for (let call = 0; call < DRIVER_CALLS; call++) {
  await (await chromium.background()).evaluate(() => chrome.tabs.query({}));
  await staying.page.evaluate(() => document.title);
}
let round = 0;
for (; round < WARM_UP_ROUNDS; round++) await visit(round);
const start = await settledHeaps();
const endsAt = Date.now() + Number(values.minutes) * 60_000;
do await visit(round++);
while (Date.now() < endsAt);
const end = await settledHeaps();
await chromium.close();
await served.close();

let failed = false;
for (const [name, before] of start) {
  const after = end.get(name) ?? 0;
  const growth = after / before - 1;
  failed ||= growth > MOST_GROWTH;
  console.log(`${name}: ${mega(before)} → ${mega(after)} MB (${(growth * 100).toFixed(1)} %)`);
}
console.log(
  `${round - WARM_UP_ROUNDS} pages in ${values.minutes} minutes, after ${WARM_UP_ROUNDS} to warm up.`,
);
process.exitCode = failed ? 1 : 0;

/** A page of a reader's day: checked, read to its end, changed under the reader's eyes, closed. */
async function visit(number: number): Promise<void> {
  const opened = await openChecked(`${number % 2 === 0 ? 'article' : 'thread'}.html?round=${number}`);
  await change(opened.page, number);
  await stateWhen(opened.popup, 'ended');
  await opened.popup.close();
  await opened.page.close();
  // A check rests while nobody looks at its page.
  await staying.page.bringToFront();
  await change(staying.page, number);
  await stateWhen(staying.popup, 'ended');
}

async function openChecked(name: string): Promise<{ page: Page; popup: Page }> {
  const page = await chromium.context.newPage();
  await page.goto(`${served.origin}/${name}`);
  const popup = await openPopup(chromium, page);
  await popup.getByRole('button', { name: 'Check this page' }).click();
  await stateWhen(popup, 'ended');
  return { page, popup };
}

/** Texts of which each round has others, of the same length. */
async function change(page: Page, number: number): Promise<void> {
  await page.evaluate((number) => {
    scrollTo(0, document.body.scrollHeight);
    const paragraphs = [...document.querySelectorAll('p')];
    for (const [i, p] of paragraphs.entries()) {
      if (i % 5 !== 0) continue;
      p.dataset.text ??= p.textContent ?? '';
      p.textContent = `${p.dataset.text} Round ${String(number).padStart(5, '0')}.`;
    }
  }, number);
}

async function settledHeaps(): Promise<Heaps> {
  const lowest: Heaps = new Map();
  for (let i = 0; i < MEASUREMENTS; i++) {
    for (const [name, size] of await heaps()) {
      lowest.set(name, Math.min(size, lowest.get(name) ?? Number.POSITIVE_INFINITY));
    }
  }
  return lowest;
}

/** Every process of ours after a collection, and the page that stays, in which our script lives beside its own. */
async function heaps(): Promise<Heaps> {
  const sizes: Heaps = new Map();
  for (const info of (await targets(chromium)).filter(({ url }) => url.includes(chromium.extensionId))) {
    const target = await attach(chromium, info);
    sizes.set(`${info.type} ${new URL(info.url).pathname}`, await target.heap());
    if (isEngineDocument(info)) {
      const engine = await target.worker();
      sizes.set('worker /engine.js', await engine.heap());
      sizes.set('worker /engine.js, memory of the model', await engine.wasmMemory());
    }
    await target.detach();
  }
  const session = await staying.page.context().newCDPSession(staying.page);
  sizes.set('page that stays open', await heapOf(session));
  await session.detach();
  return sizes;
}

async function heapOf(session: CDPSession): Promise<number> {
  await session.send('HeapProfiler.collectGarbage');
  return (await session.send('Runtime.getHeapUsage')).usedSize;
}

function mega(bytes: number): string {
  return (bytes / 1e6).toFixed(1);
}
