import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ElementHandle, Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openFiles } from '../models/folder.ts';
import { makeModel } from '../models/make-model.ts';
import { zipped } from '../models/zipped.ts';
import { FIREFOX_BUILD, type Firefox, launchFirefox } from './firefox.ts';
import { entryOf, type ModelHub, rebuildFor, startModelHub } from './model-hub.ts';

// In Firefox the driver can have the browser grant what is asked without a prompt: here the permission itself is watched.

const SCORER = makeModel('roberta', 6);
const DOWNLOADED = makeModel('bert', 1);
const TEXT = `He put the kettle on and looked out at the yard, where the dog had found something under the hedge and would not
be talked out of it. The neighbour waved with his newspaper. It was the third Sunday in a row that the bells were late.`;

// A busy machine takes its time over everything.
const PATIENT = { timeout: 50_000 };
/** The welcome page may have come in front, and a page that is not seen draws no frames. */
const UNSEEN = { polling: 'mutation' } as const;

let folder: string;
let hub: ModelHub;
let extension: string;
let firefox: Firefox;
let page: Page;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'telltale-models-'));
  hub = await startModelHub({ small: DOWNLOADED });
  extension = rebuildFor(FIREFOX_BUILD, hub.origin, [entryOf('small', DOWNLOADED)], { isGranted: false });
  firefox = await launchFirefox({
    extension,
    preferences: { 'extensions.webextOptionalPermissionPrompts': false },
  });
  page = await firefox.openOwnPage('options.html');
  page.setDefaultTimeout(PATIENT.timeout);
  await page.waitForSelector('.model');
});

afterAll(async () => {
  await firefox?.close();
  await hub?.close();
  rmSync(extension, { recursive: true, force: true });
  rmSync(folder, { recursive: true, force: true });
});

const origins = (): Promise<string[]> =>
  page.evaluate(async () => {
    const { permissions } = (globalThis as unknown as { browser: typeof chrome }).browser;
    return (await permissions.getAll()).origins ?? [];
  });

async function press(words: string): Promise<void> {
  const button = await page.waitForSelector(`::-p-xpath(//button[normalize-space(.)="${words}"])`);
  await button?.click();
}

async function says(words: string): Promise<void> {
  const isSaid = (words: string): boolean => document.body.innerText.includes(words);
  await page.waitForFunction(isSaid, UNSEEN, words);
}

describe('models in Firefox', () => {
  it('are downloaded when asked for, with a permission that is given back', async () => {
    expect(hub.requests).toEqual([]);
    expect(await origins()).toEqual([]);
    hub.faults.set('model.onnx', { holdAfter: 1000 });
    await press('Download');
    await page.waitForSelector('progress');
    expect(await origins()).toEqual(['http://127.0.0.1/*']);
    await press('Pause');
    await page.waitForFunction(() => !document.querySelector('progress'), UNSEEN);
    await expect.poll(origins, PATIENT).toEqual([]);
    await press('Resume');
    await says('Made small is installed.');
    await expect.poll(origins, PATIENT).toEqual([]);
    expect(hub.requests.at(-1)?.range).toBe('bytes=1000-');
  });

  it('come from a zip, and give the second opinion that the model gives in Node', async () => {
    const zip = join(folder, 'scorer.zip');
    writeFileSync(zip, await zipped(SCORER));
    const field = (await page.waitForSelector('input[accept*=zip]')) as ElementHandle<HTMLInputElement>;
    await field.uploadFile(zip);
    await press('Add this model');
    await says('random-roberta is installed.');
    const second = await page.waitForSelector('input[aria-label="Gives second opinions: random-roberta"]');
    await second?.click();
    await says('random-roberta');
    const opinion = await page.evaluate(askSecond, TEXT);
    const { probability } = await (await openFiles(SCORER)).score(TEXT);
    expect(opinion).toMatchObject({ name: 'random-roberta', verdict: null });
    expect(opinion.probability).toBeCloseTo(probability ?? Number.NaN, 4);
  });
});

/** Asks the background as a card does. Runs inside one of the extension's own pages. */
function askSecond(text: string): Promise<{ probability: number }> {
  return new Promise((resolve, reject) => {
    const { runtime } = (globalThis as unknown as { browser: typeof chrome }).browser;
    const port = runtime.connect({ name: 'telltale-page' });
    port.onMessage.addListener(({ type, opinion }) => {
      if (type !== 'second-opinion') return;
      if (opinion.phase === 'done') resolve(opinion);
      if (opinion.phase === 'failed') reject(new Error(opinion.reason));
    });
    port.postMessage({ type: 'second-opinion', id: 'one', text, language: 'en', withSentences: false });
  });
}
