import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EngineReport } from '../../lib/protocol/messages.ts';
import type { Settings } from '../../lib/settings/settings.ts';
import { CHROME_BUILD, type Chromium, launchChromium } from './chromium.ts';
import { logitsInBrowser, logitsInNode, texts } from './golden.ts';
import { stateWhen } from './page-state.ts';
import { openPopup } from './popup.ts';
import { type Served, serve } from './serve.ts';

// A graphics card in software: slow, and in all else one like any other.
const WITH_CARD = ['--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader'];

let served: Served;
let visit = 0;

beforeAll(async () => {
  served = await serve('demo/pages');
});

afterAll(() => served?.close());

async function openOptions({ context, extensionId }: Chromium): Promise<Page> {
  const options = await context.newPage();
  await options.goto(`chrome-extension://${extensionId}/options.html`);
  return options;
}

/** Nothing is to come from the memory of an earlier check: every passage has to be read. */
function set(options: Page, settings: Partial<Settings>): Promise<void> {
  return options.evaluate(
    (settings) => chrome.storage.local.set({ settings: { ...settings, memoryDays: 0 } }),
    settings,
  );
}

function report(options: Page): Promise<EngineReport> {
  return options.evaluate(() => chrome.runtime.sendMessage({ type: 'engine-report' }));
}

/** An engine that ran elsewhere ends itself first, and its place is warmed anew. */
async function expectBackend(options: Page, backend: 'wasm' | 'webgpu'): Promise<void> {
  const warmed = async (): Promise<string | null> => {
    await options.evaluate(() => chrome.runtime.sendMessage({ type: 'warm' }));
    return (await report(options)).status.backend;
  };
  await expect.poll(warmed, { timeout: 30_000, interval: 250 }).toBe(backend);
}

/** Starts a check of the sample article's first paragraphs: a card in software needs seconds for each. */
async function startCheck(chromium: Chromium, paragraphs: number): Promise<{ page: Page; popup: Page }> {
  const page = await chromium.context.newPage();
  await page.goto(`${served.origin}/article.html?visit=${++visit}`);
  await page.$$eval(
    'p',
    (all, paragraphs) => {
      for (const p of all.slice(paragraphs)) p.remove();
    },
    paragraphs,
  );
  const popup = await openPopup(chromium, page);
  await popup.getByRole('button', { name: 'Check this page' }).click();
  return { page, popup };
}

async function verdicts(chromium: Chromium): Promise<(string | null)[][]> {
  // Half by people and half by AI, the article as a whole would be at a band's edge, where any rounding decides.
  const { page, popup } = await startCheck(chromium, 3);
  const { phase, passages } = await stateWhen(popup, 'ended');
  expect(phase).toBe('done');
  expect(passages.every(({ final }) => final)).toBe(true);
  expect(passages.some(({ depth }) => depth === 1)).toBe(true);
  await popup.close();
  await page.close();
  return passages.map(({ opening, verdict }) => [opening, verdict]);
}

/** Ends the process that speaks to the card, as a fault of its driver does. */
async function crashCard({ context }: Chromium): Promise<void> {
  const session = await context.browser()?.newBrowserCDPSession();
  await session?.send('Browser.crashGpuProcess');
}

describe('a graphics card', () => {
  let chromium: Chromium;
  let options: Page;

  beforeAll(async () => {
    chromium = await launchChromium({ args: WITH_CARD });
    options = await openOptions(chromium);
  });

  afterAll(() => chromium?.close());

  it('gives the verdicts that the processor gives', async () => {
    await set(options, { backend: 'wasm' });
    await expectBackend(options, 'wasm');
    const onProcessor = await verdicts(chromium);
    await set(options, { backend: 'webgpu' });
    await expectBackend(options, 'webgpu');
    expect(await verdicts(chromium)).toEqual(onProcessor);
    expect((await report(options)).status).toMatchObject({ phase: 'ready', backend: 'webgpu' });
  }, 180_000);

  it('gives logits that differ by rounding alone', async () => {
    await set(options, { backend: 'webgpu' });
    await expectBackend(options, 'webgpu');
    const inNode = await logitsInNode();
    // Two of them: a card in software takes its time.
    const onCard = await options.evaluate(logitsInBrowser, texts.slice(0, 2));
    expect((await report(options)).status.backend).toBe('webgpu');
    for (const [i, logit] of onCard.entries()) expect(Math.abs(logit - (inNode[i] ?? 0))).toBeLessThan(0.05);
  }, 180_000);

  it('is measured in a quiet moment where the choice is left to Telltale, and not used where it is slower', async () => {
    await set(options, { backend: 'auto' });
    await expectBackend(options, 'wasm');
    const measured = async (): Promise<unknown[]> => (await report(options)).speeds;
    await expect.poll(measured, { timeout: 60_000, interval: 500 }).toEqual([
      { backend: 'wasm', threads: expect.any(Number), passageMs: expect.any(Number), unusable: null },
      { backend: 'webgpu', threads: 0, passageMs: expect.any(Number), unusable: null },
    ]);
    expect((await report(options)).status.backend).toBe('wasm');
    // What was measured is remembered when the engine's worker has gone.
    await (await chromium.background()).evaluate(() => chrome.offscreen.closeDocument());
    await expect.poll(measured, { timeout: 20_000 }).toHaveLength(2);
  }, 180_000);

  it('that is lost in the middle of a check leaves the rest to the processor, and the options say so', async () => {
    await set(options, { backend: 'webgpu' });
    await expectBackend(options, 'webgpu');
    const { page, popup } = await startCheck(chromium, 12);
    await stateWhen(popup, 'visible judged');
    await crashCard(chromium);
    const { phase, failure, passages } = await stateWhen(popup, 'ended');
    expect(failure).toBeNull();
    expect(phase).toBe('done');
    expect(passages.every(({ final }) => final)).toBe(true);
    expect(await report(options)).toMatchObject({
      status: { backend: 'wasm' },
      speeds: expect.arrayContaining([{ backend: 'webgpu', threads: 0, passageMs: null, unusable: 'lost' }]),
    });
    await options.reload();
    await options.getByText(/graphics card stopped/).waitFor();
    await page.close();
  }, 180_000);
});

describe('a graphics card that cannot be used is named with the reason, and the processor reads', () => {
  /** In the options, as a reader does. */
  async function chooseCard(chromium: Chromium): Promise<Page> {
    const options = await openOptions(chromium);
    await options.getByRole('radio', { name: 'Graphics card' }).check();
    return options;
  }

  async function expectChecked(chromium: Chromium): Promise<void> {
    const { page, popup } = await startCheck(chromium, 6);
    const { phase, failure, passages } = await stateWhen(popup, 'ended');
    expect({ phase, failure }).toEqual({ phase: 'done', failure: null });
    expect(passages.every(({ final }) => final)).toBe(true);
    await page.close();
  }

  it('where it finds something else', async () => {
    const WRONG = '.output/chrome-wrong-kernel';
    cpSync(CHROME_BUILD, WRONG, { recursive: true });
    const script = readFileSync(`${WRONG}/engine.js`, 'utf8');
    const wrong = script.replace('return 0.5 * x * (1 + erf(', 'return 0.5 * x * (0.9 + erf(');
    expect(wrong).not.toBe(script);
    writeFileSync(`${WRONG}/engine.js`, wrong);
    const chromium = await launchChromium({ extension: WRONG, args: WITH_CARD });
    try {
      const options = await chooseCard(chromium);
      await options.getByText(/other scores than the processor/).waitFor({ timeout: 45_000 });
      await expectChecked(chromium);
      expect((await report(options)).status.backend).toBe('wasm');
    } finally {
      await chromium.close();
      rmSync(WRONG, { recursive: true, force: true });
    }
  }, 180_000);

  it('where the browser finds none', async () => {
    const chromium = await launchChromium();
    try {
      const options = await chooseCard(chromium);
      await options.getByText(/no graphics card|does not let extensions/).waitFor({ timeout: 45_000 });
      await expectChecked(chromium);
    } finally {
      await chromium.close();
    }
  }, 180_000);
});
