import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Chromium, launchChromium } from './chromium.ts';
import { stateWhen } from './page-state.ts';
import { openPopup } from './popup.ts';
import { type Served, serve } from './serve.ts';
import { type Check, closeBoth, expectDone, startCheck } from './start-check.ts';
import { engineDocument, isEngineDocument, targets } from './targets.ts';

// The engine's worker and its process, ended from outside, and starved.

/** Processes take their time to end on a busy machine. */
const SLOW = { timeout: 20_000 };

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

/** Runs something inside the engine's worker. */
async function inEngine(expression: string): Promise<void> {
  const document = await engineDocument(chromium);
  await (await document.worker()).evaluate(expression);
}

describe('a check goes on, and the next one too, when the worker of the engine', () => {
  it('breaks with an error that nobody catches', async () => {
    const check = await begin();
    await stateWhen(check.popup, 'visible judged');
    await inEngine('setTimeout(() => { throw new Error("broken from outside"); })');
    await expectDone(check);
    await closeBoth(check);
    const next = await begin();
    await expectDone(next);
    await closeBoth(next);
  });

  // Patience of 10 s, and of 8 s where its end comes after the last question.
  it('ends without a word', async () => {
    const check = await begin();
    await stateWhen(check.popup, 'visible judged');
    await inEngine('self.close()');
    await expectDone(check);
    await closeBoth(check);
    const next = await begin();
    await expectDone(next);
    await closeBoth(next);
  }, 90_000);
});

describe('an engine that gets no memory for a while', () => {
  it('says so; what it had goes back to the system, and the next check is a whole one', async () => {
    const own = await chromium.context.newPage();
    await own.goto(`chrome-extension://${chromium.extensionId}/options.html`);
    await (await chromium.background()).evaluate(() =>
      chrome.offscreen.closeDocument().catch(() => undefined),
    );
    // Starts the worker, and loads nothing yet.
    await own.evaluate(() => chrome.runtime.sendMessage({ type: 'engine-report' }));
    // What a browser says that has no memory to give. The next worker is another and knows nothing of it.
    await inEngine(
      'WebAssembly.compile = async () => { throw new RangeError("WebAssembly.compile(): Out of memory"); }',
    );
    const check = await begin();
    const { phase, failure } = await stateWhen(check.popup, 'ended');
    expect(phase).toBe('failed');
    expect(failure).toMatch(/^There is not enough memory/);
    await check.popup.getByRole('button', { name: 'Try again' }).click();
    await check.popup
      .getByText(/passages? show/)
      .first()
      .waitFor();
    await expectDone(check);
    await closeBoth(check);
    await own.close();
  });
});

describe('the whole process of the extension', () => {
  it('crashes: the page lives on, and is checked again when the reader has loaded the extension anew', async () => {
    const crashing = await launchChromium();
    const { page } = await begin(crashing);
    const errors: string[] = [];
    page.on('pageerror', ({ stack, message }) => errors.push(stack ?? message));
    const document = await engineDocument(crashing);
    void document.ask('Page.crash');
    await expect.poll(async () => (await targets(crashing)).some(isEngineDocument), SLOW).toBe(false);
    await crashing.reload();
    const popup = await openPopup(crashing, page);
    await popup.getByRole('button', { name: 'Check this page' }).click();
    await expectDone({ popup });
    expect(errors).toEqual([]);
    await crashing.close();
  });
});

describe('an engine without memory', () => {
  // 64 KiB each; the encoder needs about 400.
  it.each([100, 300])('of %i pages says so, judges nothing and leaves no worker behind', async (pages) => {
    const starved = await launchChromium({ args: [`--js-flags=--wasm-max-mem-pages=${pages}`] });
    const { popup } = await begin(starved);
    const { phase, failure, passages } = await stateWhen(popup, 'ended');
    expect(phase).toBe('failed');
    expect(failure).toMatch(/^There is not enough memory/);
    // The wide part accuses nobody by itself.
    expect(passages.filter(({ verdict }) => verdict === 'likely-ai')).toEqual([]);
    await popup.getByText('There is not enough memory').first().waitFor();
    await expect.poll(async () => (await targets(starved)).some(isEngineDocument), SLOW).toBe(false);
    await expectTheSameAgain(popup);
    await starved.close();
  });
});

/** A second try comes to an end like the first. */
async function expectTheSameAgain(popup: Page): Promise<void> {
  await popup.getByRole('button', { name: 'Try again' }).click();
  await popup.getByText('There is not enough memory').first().waitFor();
}
