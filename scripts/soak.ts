import { parseArgs } from 'node:util';
import type { CDPSession, Page } from 'playwright-core';
import { type Chromium, launchChromium } from '../tests/browser/chromium.ts';
import { stateWhen } from '../tests/browser/page-state.ts';
import { openPopup } from '../tests/browser/popup.ts';
import { serve } from '../tests/browser/serve.ts';

// npm run soak -- --minutes 10: one browser; pages are opened, checked, scrolled, changed and closed in a loop. Prints
// the heaps of the extension's processes at the start and at the end, and fails where one has grown by more than 5 %.

const MOST_GROWTH = 0.05;
/** Rounds before the first measurement: caches and compiled code belong to the product. */
const WARM_UP_ROUNDS = 3;

const { values } = parseArgs({ options: { minutes: { type: 'string', default: '10' } } });
const endsAt = Date.now() + Number(values.minutes) * 60_000;

const served = await serve('demo/pages');
const chromium = await launchChromium();
let round = 0;
for (; round < WARM_UP_ROUNDS; round++) await visit(chromium, round);
const start = await heaps(chromium);
do await visit(chromium, round++);
while (Date.now() < endsAt);
const end = await heaps(chromium);
await chromium.close();
await served.close();

let failed = false;
for (const [name, before] of start) {
  const after = end.get(name) ?? 0;
  const growth = after / before - 1;
  failed ||= growth > MOST_GROWTH;
  console.log(`${name}: ${mega(before)} → ${mega(after)} MB (${(growth * 100).toFixed(1)} %)`);
}
console.log(`${round} pages in ${values.minutes} minutes.`);
process.exitCode = failed ? 1 : 0;

async function visit(browser: Chromium, number: number): Promise<void> {
  const page = await browser.context.newPage();
  const name = number % 2 === 0 ? 'article' : 'thread';
  await page.goto(`${served.origin}/${name}.html?round=${number}`);
  const popup = await openPopup(browser, page);
  await popup.getByRole('button', { name: 'Check this page' }).click();
  await stateWhen(popup, 'ended');
  await change(page);
  await stateWhen(popup, 'ended');
  await popup.close();
  await page.close();
}

async function change(page: Page): Promise<void> {
  await page.evaluate(() => {
    scrollTo(0, document.body.scrollHeight);
    const paragraphs = [...document.querySelectorAll('p')];
    for (const [i, p] of paragraphs.entries()) if (i % 5 === 0) p.textContent = `${p.textContent} Once more.`;
  });
}

/** The heaps of the service worker, the offscreen document and our own pages, after a collection. */
async function heaps(browser: Chromium): Promise<Map<string, number>> {
  const session = await browser.context.browser()?.newBrowserCDPSession();
  if (!session) throw new Error('Chromium gave no browser to speak to.');
  const { targetInfos } = await session.send('Target.getTargets', { filter: [{}] });
  const ours = targetInfos.filter(({ type, url }) => type !== 'tab' && url.includes(browser.extensionId));
  const sizes = new Map<string, number>();
  for (const { targetId, type, url } of ours) {
    sizes.set(`${type} ${url.slice(url.lastIndexOf('/'))}`, await heapOf(session, targetId));
  }
  await session.detach();
  return sizes;
}

async function heapOf(session: CDPSession, targetId: string): Promise<number> {
  const { sessionId } = await session.send('Target.attachToTarget', { targetId, flatten: false });
  const ask = (id: number, method: string): Promise<{ usedSize?: number }> =>
    new Promise((resolve) => {
      const heard = (event: { sessionId: string; message: string }): void => {
        const answer = JSON.parse(event.message) as { id?: number; result?: { usedSize?: number } };
        if (event.sessionId !== sessionId || answer.id !== id) return;
        session.off('Target.receivedMessageFromTarget', heard);
        resolve(answer.result ?? {});
      };
      session.on('Target.receivedMessageFromTarget', heard);
      const message = JSON.stringify({ id, method });
      void session.send('Target.sendMessageToTarget', { sessionId, message });
    });
  await ask(1, 'HeapProfiler.enable');
  await ask(2, 'HeapProfiler.collectGarbage');
  const { usedSize = 0 } = await ask(3, 'Runtime.getHeapUsage');
  await session.send('Target.detachFromTarget', { sessionId });
  return usedSize;
}

function mega(bytes: number): string {
  return (bytes / 1e6).toFixed(1);
}
