import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { SAMPLE } from '../../entrypoints/check-text/sample.ts';
import { calibrated, plainCalibration } from '../models/calibrated.ts';
import { changed, openFiles } from '../models/folder.ts';
import { type ModelFiles, makeModel } from '../models/make-model.ts';
import { within, zipped } from '../models/zipped.ts';
import { cardText, clickInCard, waitForCard } from './card.ts';
import { type Chromium, launchChromium } from './chromium.ts';
import { openPopup, stateWhenDone } from './popup.ts';
import { serve } from './serve.ts';

// Models from the reader's own disk: brought in, chosen, asked besides, deleted.

/** Of 1889: the bundled model finds no signs in it. */
const TEXT = SAMPLE.split('\n\n')[0] ?? '';

/** Finds everything likely AI: nobody could take its verdicts for another model's. */
const ACCUSER = changed(calibrated(makeModel('bert', 5), plainCalibration(-1000, -2000)), 'model.json', {
  name: 'Accuser',
});
const SCORER = makeModel('roberta', 6);

let folder: string;
let chromium: Chromium;
let options: Page;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'telltale-models-'));
  chromium = await launchChromium();
  options = await chromium.context.newPage();
  options.setDefaultTimeout(20_000);
  await openOptions();
});

afterAll(async () => {
  await chromium?.close();
  rmSync(folder, { recursive: true, force: true });
});

async function openOptions(): Promise<void> {
  await options.goto(`chrome-extension://${chromium.extensionId}/options.html`);
  await options.getByLabel('Choose a zip…').waitFor({ state: 'attached' });
}

async function chooseZip(files: Record<string, Uint8Array>): Promise<void> {
  const buffer = await zipped(files);
  await options
    .getByLabel('Choose a zip…')
    .setInputFiles({ name: 'picked.zip', mimeType: 'application/zip', buffer });
}

async function chooseFolder(name: string, files: ModelFiles): Promise<void> {
  for (const [path, content] of Object.entries(within(name, files))) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  await options.getByLabel('Choose a folder…').setInputFiles(join(folder, name));
}

async function add(name: string): Promise<void> {
  await options.getByRole('button', { name: 'Add this model' }).click();
  await options.getByText(`${name} is installed.`).waitFor();
}

async function deleteModel(name: string): Promise<void> {
  await options.getByRole('button', { name: `Delete ${name}` }).click();
  await options
    .getByRole('group', { name: `Delete ${name} from this machine?` })
    .getByText('Delete', { exact: true })
    .click();
  await options.getByText(`${name} was deleted.`).waitFor();
}

/** Ids of the models that are whole. */
function installed(): Promise<string[]> {
  return options.evaluate(async () => {
    const found: string[] = [];
    const root = await navigator.storage.getDirectory();
    const models = await root.getDirectoryHandle('models', { create: true });
    for await (const id of models.keys()) found.push(id);
    return found;
  });
}

/** Gives a text to the page "Check a text" and waits for its headline. */
async function headlineOf(text: string): Promise<{ page: Page; headline: string }> {
  const page = await chromium.context.newPage();
  await page.goto(`chrome-extension://${chromium.extensionId}/check-text.html`);
  await page.getByLabel('Text to check').fill(text);
  await page.getByRole('button', { name: 'Check this text' }).click();
  const headline = page.locator('.headline', { hasText: / of AI/ });
  await headline.waitFor();
  return { page, headline: await headline.innerText() };
}

describe('a model from the disk', () => {
  afterEach(async () => {
    await openOptions();
    expect(await installed()).toEqual([]);
  });

  it('of a folder is described before anything is copied, then added, then deleted', async () => {
    await chooseFolder('my-model', {
      ...SCORER,
      'notes.txt': new TextEncoder().encode('none of its business'),
    });
    const found = options.getByRole('region', { name: 'Found: random-roberta' });
    await found.waitFor();
    const words = await found.innerText();
    expect(words).toContain('A text classifier (roberta)');
    expect(words).toContain('Labels: Fake, Real. AI is: Fake');
    expect(words).toContain('Not calibrated');
    expect(words).toMatch(/model\.onnx\s+\d+ kB\s+SHA-256 [0-9a-f]{64}/);
    expect(words).not.toContain('notes.txt');
    expect(await installed()).toEqual([]);
    await add('random-roberta');
    expect(await installed()).toEqual([expect.stringMatching(/^random-roberta-[0-9a-f]{8}$/)]);
    await deleteModel('random-roberta');
  });

  it('of a zip with a folder in it is added as well', async () => {
    await chooseZip({ ...within('repository', SCORER), 'repository/README.md': new Uint8Array(3) });
    await add('random-roberta');
    await deleteModel('random-roberta');
  });

  it('may be left alone after it was looked through', async () => {
    await chooseZip(SCORER);
    await options.getByRole('button', { name: 'Cancel' }).click();
    await options.getByRole('button', { name: 'Add this model' }).waitFor({ state: 'detached' });
  });

  const bomb = new Uint8Array(20_000_000);
  const { 'tokenizer.json': _, ...incomplete } = SCORER;
  it.each<[string, Record<string, Uint8Array>, string]>([
    [
      'a zip that leads out of its folder',
      { ...SCORER, '../evil.onnx': bomb.subarray(0, 9) },
      'leads out of its folder (../evil.onnx)',
    ],
    [
      'a zip that fills the disk',
      { ...SCORER, 'model.onnx': bomb },
      'unpacks to far more than a model would',
    ],
    ['a zip without a model', { 'letter.txt': bomb.subarray(0, 9) }, 'There is no model in it'],
    ['a model with a file missing', incomplete, 'The folder has no tokenizer.json'],
    ['a model of another kind', changed(SCORER, 'config.json', { model_type: 't5' }), 'This is a t5 model'],
    [
      'a calibration of another graph',
      { ...ACCUSER, 'model.onnx': makeModel('bert', 9)['model.onnx'] ?? bomb },
      'model.json was made for another model.onnx',
    ],
  ])('is refused in words: %s', async (_, files, words) => {
    await chooseZip(files);
    await options.getByText(words).waitFor();
  });

  it('is refused in words where it is no zip at all', async () => {
    await options
      .getByLabel('Choose a zip…')
      .setInputFiles({ name: 'a.zip', mimeType: 'application/zip', buffer: Buffer.from('no zip') });
    await options.getByText('This zip cannot be read').waitFor();
  });
});

describe('a calibrated model from the disk', () => {
  it('judges pages when it is chosen, and the bundled one judges again when it is deleted', async () => {
    const before = await headlineOf(TEXT);
    expect(before.headline).not.toMatch(/^1 passage/);
    await before.page.close();
    await chooseFolder('accuser', ACCUSER);
    await add('Accuser');
    await options.getByRole('radio', { name: 'Judges pages: Accuser' }).check();
    const chosen = await headlineOf(TEXT);
    expect(chosen.headline).not.toBe(before.headline);
    expect(chosen.headline).toMatch(/1 passage/);
    await chosen.page.close();
    await deleteModel('Accuser');
    expect(await options.getByRole('radio', { name: /Judges pages: Telltale/ }).isChecked()).toBe(true);
    const after = await headlineOf(TEXT);
    expect(after.headline).toBe(before.headline);
    await after.page.close();
  });

  it('that is damaged on the disk judges nothing: the bundled one does, and the options say why', async () => {
    const before = await headlineOf(TEXT);
    await before.page.close();
    await chooseFolder('accuser', ACCUSER);
    await add('Accuser');
    await options.getByRole('radio', { name: 'Judges pages: Accuser' }).check();
    const [id = ''] = await installed();
    await options.evaluate(async (id) => {
      const root = await navigator.storage.getDirectory();
      const models = await root.getDirectoryHandle('models');
      const file = await (await models.getDirectoryHandle(id)).getFileHandle('model.onnx');
      const writing = await file.createWritable({ keepExistingData: true });
      await writing.write({ type: 'write', position: 1000, data: new Uint8Array([1, 2, 3, 4]) });
      await writing.close();
    }, id);
    const judged = await headlineOf(TEXT);
    expect(judged.headline).toBe(before.headline);
    await judged.page
      .getByText(/the bundled model judges: The file model\.onnx of Accuser is damaged/)
      .waitFor();
    await judged.page.close();
    await deleteModel('Accuser');
  });
});

describe('a second opinion', () => {
  beforeAll(async () => {
    await openOptions();
    await chooseZip(SCORER);
    await add('random-roberta');
    await options.getByRole('checkbox', { name: 'Gives second opinions: random-roberta' }).check();
  });

  it("stands beside our own verdict, as a score that is no verdict, and is the model's own", async () => {
    const { page } = await headlineOf(TEXT);
    await page.locator('article p').click();
    await waitForCard(page, /Ask another model/);
    expect(await cardText(page)).not.toContain('This model’s score');
    await clickInCard(page, 'Ask another model');
    const card = await waitForCard(page, /score: \d+%/);
    expect(card).toContain('random-roberta');
    expect(card).toContain('Not calibrated');
    const { probability } = await (await openFiles(SCORER)).score(TEXT);
    expect(card).toContain(`score: ${Math.round(100 * (probability ?? 0))}%`);
    await clickInCard(page, 'Which sentences weigh most?');
    // Our own evidence, and then the other model's.
    await waitForCard(page, /Sentence by sentence.*Sentence by sentence/);
    await page.close();
  });

  it('is asked from the card of a passage on a page, which says so where the model is gone', async () => {
    const served = await serve('demo/pages');
    await options.evaluate(() => chrome.storage.local.set({ settings: { secondModel: 'long-gone' } }));
    const page = await chromium.context.newPage();
    await page.goto(`${served.origin}/article.html`);
    const popup = await openPopup(chromium, page);
    await popup.getByRole('button', { name: 'Check this page' }).click();
    await stateWhenDone(popup);
    await page.bringToFront();
    await chromium.command(page, 'next-mark');
    await waitForCard(page, /Ask another model/);
    await clickInCard(page, 'Ask another model');
    await waitForCard(page, /The model long-gone is not on this machine/);
    await page.close();
    await served.close();
  });

  it('is offered by no card where no model is chosen for it', async () => {
    await options.evaluate(() => chrome.storage.local.set({ settings: { secondModel: null } }));
    const { page } = await headlineOf(TEXT);
    await page.locator('article p').click();
    await waitForCard(page, /words/);
    expect(await cardText(page)).not.toContain('Ask another model');
    await page.close();
  });
});
