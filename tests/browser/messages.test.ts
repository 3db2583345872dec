import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Dropped } from '../../lib/hosting/dropped.ts';
import { MAX_PASSAGE_CHARS } from '../../lib/protocol/messages.ts';
import { type Chromium, launchChromium } from './chromium.ts';
import { type IsolatedWorld, isolatedWorld } from './isolated-world.ts';
import { openPopup, stateWhenDone } from './popup.ts';
import { type Served, serve } from './serve.ts';

// Counts are written a moment later.
const PATIENT = { timeout: 10_000 };

let served: Served;
let chromium: Chromium;
let page: Page;
let popup: Page;
let world: IsolatedWorld;

beforeAll(async () => {
  served = await serve('demo/pages');
  chromium = await launchChromium();
  page = await chromium.context.newPage();
  await page.goto(`${served.origin}/article.html`);
  popup = await openPopup(chromium, page);
  await popup.getByRole('button', { name: 'Check this page' }).click();
  await stateWhenDone(popup);
  world = await isolatedWorld(page, chromium.extensionId);
  // Something worth stealing, and a setting worth changing.
  await popup.evaluate(() =>
    chrome.storage.local.set({
      settings: { markStyle: 'underline', sites: { 'https://secret.example': 'always' } },
    }),
  );
});

afterAll(async () => {
  await chromium?.close();
  await served?.close();
});

/** Sends a single message from the content script's world and gives the answer; `'none'` for none. */
function ask(message: object): Promise<unknown> {
  return world.evaluate(
    `chrome.runtime.sendMessage(${JSON.stringify(message)}).then((a) => a ?? 'none', () => 'none')`,
  );
}

/** Opens a port from the content script's world, posts, and gives what comes back until `done` answers. */
function post(port: string, messages: unknown[]): Promise<unknown> {
  // A well-formed request at the end: once it is answered, everything before it has been dealt with.
  const last = { type: 'pool', unit: 'the-end', scores: [{ logit: 0, tokens: 200, depth: 0 }] };
  return world.evaluate(`new Promise((resolve) => {
    const answers = [];
    const port = chrome.runtime.connect({ name: ${JSON.stringify(port)} });
    const end = () => { port.disconnect(); resolve(answers); };
    port.onDisconnect.addListener(() => resolve(answers));
    port.onMessage.addListener((answer) => {
      if (answer.type === 'pooled' && answer.unit === 'the-end') end();
      else if (answer.type !== 'engine') answers.push(answer);
    });
    for (const message of ${JSON.stringify([...messages, last])}) port.postMessage(message);
  })`);
}

function dropped(): Promise<Dropped> {
  return popup.evaluate(
    async () =>
      ((await chrome.storage.session.get('dropped')).dropped as Dropped) ?? { malformed: 0, forbidden: 0 },
  );
}

function settings(): Promise<unknown> {
  return popup.evaluate(async () => (await chrome.storage.local.get('settings')).settings);
}

describe("a content script's world", () => {
  it.each([
    { type: 'check-tab', tabId: 1 },
    { type: 'warm' },
    { type: 'engine-report' },
    { type: 'measure' },
    { type: 'forget-scores' },
  ])('may not ask what is for views: $type', async (message) => {
    const { forbidden } = await dropped();
    expect(await ask(message)).toBe('none');
    await expect.poll(async () => (await dropped()).forbidden, PATIENT).toBe(forbidden + 1);
  });

  it.each([
    { type: 'export' },
    { type: 'constructor' },
    { type: 'disagree', text: 'x'.repeat(MAX_PASSAGE_CHARS + 1), verdict: 'likely-ai', logit: 1 },
    { type: 'disagree', text: 'x', verdict: 'human', logit: 1 },
    ['settings'],
  ])('has unknown and malformed messages dropped and counted: %#', async (message) => {
    const { malformed } = await dropped();
    expect(await ask(message)).toBe('none');
    await expect.poll(async () => (await dropped()).malformed, PATIENT).toBe(malformed + 1);
  });

  it('has malformed requests over its port dropped and counted, one by one', async () => {
    const { malformed } = await dropped();
    const passage = { id: 'p', text: 'x', rank: 1, language: 'en' };
    const forged = [
      null,
      'score',
      { type: 'forget-scores' },
      { type: 'leave' },
      { type: 'score', passages: 'all' },
      { type: 'score', passages: Array(501).fill(passage) },
      { type: 'score', passages: [{ ...passage, text: 'x'.repeat(MAX_PASSAGE_CHARS + 1) }] },
      { type: 'tally', likely: -1 },
      {
        type: 'second-opinion',
        id: 'p',
        text: 'x'.repeat(MAX_PASSAGE_CHARS + 1),
        language: 'en',
        withSentences: false,
      },
      { type: 'second-opinion', id: 'p', text: 'x', language: 'en' },
      { client: 'another-tab', sensitivity: 'strict', request: { type: 'leave' } },
    ];
    expect(await post('telltale-page', forged)).toEqual([]);
    await expect.poll(async () => (await dropped()).malformed, PATIENT).toBe(malformed + forged.length);
  });

  it('gets scores for what it sends itself, and for nothing else', async () => {
    const text = 'This is a sentence of seven words only. '.repeat(20);
    const passages = [{ id: 'own', text, rank: 1, language: 'en' }];
    const answers = (await post('telltale-page', [{ type: 'score', passages }])) as {
      type: string;
      results: { id: string }[];
    }[];
    expect(answers.length).toBeGreaterThan(0);
    for (const { type, results } of answers) {
      expect(type).toBe('scores');
      expect(results.map(({ id }) => id)).toEqual(['own']);
    }
  });

  it('gets no second opinion where the reader has chosen no model for it, and chooses none itself', async () => {
    const question = { type: 'second-opinion', id: 'p', text: 'x', language: 'en', withSentences: false };
    const answers = await post('telltale-page', [
      { ...question, model: 'telltale-en', secondModel: 'telltale-en' },
    ]);
    expect(answers).toEqual([
      {
        type: 'second-opinion',
        id: 'p',
        opinion: { phase: 'failed', reason: expect.stringContaining('No model is chosen') },
      },
    ]);
  });

  it("cannot speak to the engine's host past the background", async () => {
    const answer = await world.evaluate(`new Promise((resolve) => {
      const port = chrome.runtime.connect({ name: 'telltale-host' });
      port.onMessage.addListener(() => resolve('answered'));
      port.onDisconnect.addListener(() => resolve('closed'));
      const request = { type: 'pool', unit: 'u', scores: [{ logit: 0, tokens: 200, depth: 0 }] };
      port.postMessage({ client: 'forged', sensitivity: 'strict', request });
      // A lawful question asked later has been answered: so would have been this one.
      const lawful = chrome.runtime.connect({ name: 'telltale-page' });
      lawful.onMessage.addListener(({ type }) => type === 'pooled' && resolve('silence'));
      lawful.postMessage(request);
    })`);
    expect(['silence', 'closed']).toContain(answer);
  });

  it("reads neither the reader's sites nor anything else in the storage, and changes nothing", async () => {
    const before = await settings();
    expect(JSON.stringify(await ask({ type: 'settings' }))).not.toContain('secret.example');
    const read = world.evaluate('chrome.storage.local.get(null)');
    await expect(read).rejects.toThrow(/not allowed|Access to storage/);
    const write = world.evaluate("chrome.storage.local.set({ settings: { markStyle: 'off' } })");
    await expect(write).rejects.toThrow(/not allowed|Access to storage/);
    await expect(world.evaluate('chrome.storage.session.get(null)')).rejects.toThrow();
    expect(await settings()).toEqual(before);
  });

  it('hears of a changed setting from the background, and follows it', async () => {
    const names = (): Promise<string[]> => page.evaluate(() => [...CSS.highlights.keys()]);
    await expect.poll(names, PATIENT).toEqual(expect.arrayContaining([expect.stringMatching(/underline/)]));
  });

  it('keeps no disagreement that the reader did not ask to keep', async () => {
    await ask({ type: 'disagree', text: 'forged', verdict: 'likely-ai', logit: 1 });
    const kept = await popup.evaluate(
      async () => (await chrome.storage.local.get('disagreements')).disagreements,
    );
    expect(kept).toBeUndefined();
  });
});

describe('a web page', () => {
  it('finds no door: no runtime, no file of ours, no frame of ours', async () => {
    const id = chromium.extensionId;
    const found = await page.evaluate(async (id) => {
      const files = [
        'manifest.json',
        'popup.html',
        'engine.js',
        'models/telltale-en/model.json',
        'icon/16.png',
      ];
      const read = await Promise.allSettled(files.map((file) => fetch(`chrome-extension://${id}/${file}`)));
      return {
        runtime: typeof (globalThis as { chrome?: { runtime?: unknown } }).chrome?.runtime,
        readable: files.filter((_, i) => read[i]?.status === 'fulfilled'),
      };
    }, id);
    expect(found).toEqual({ runtime: 'undefined', readable: [] });
  });

  it('is not heard, whatever it posts to its own window and shouts on its own document', async () => {
    const before = { dropped: await dropped(), settings: await settings() };
    await page.evaluate((id) => {
      const orders = [
        { type: 'check', automatic: true },
        { type: 'settings', settings: { markStyle: 'off' } },
        { type: 'stop' },
        { type: 'forget-scores' },
      ];
      for (const order of orders) {
        window.postMessage(order, '*');
        document.dispatchEvent(new CustomEvent('telltale-page', { detail: order }));
      }
      // What the toolkit of content scripts says to end an older script.
      const detail = { contentScriptName: 'page', messageId: 'forged' };
      document.dispatchEvent(new CustomEvent(`${id}:page:wxt:content-script-started`, { detail }));
    }, chromium.extensionId);
    expect((await stateWhenDone(popup)).phase).toBe('done');
    expect(await page.evaluate(() => CSS.highlights.size)).toBeGreaterThan(0);
    expect({ dropped: await dropped(), settings: await settings() }).toEqual(before);
  });
});
