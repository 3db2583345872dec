import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { changed } from '../models/folder.ts';
import { type ModelFiles, makeModel } from '../models/make-model.ts';
import { CHROME_BUILD, type Chromium, launchChromium } from './chromium.ts';
import { entryOf, type ModelHub, rebuildFor, startModelHub } from './model-hub.ts';

// Downloads from a server with the Hub's layout, by the built extension in a real browser.

/** Wide enough for several pieces, and still made in a moment: about 4 MB. */
const WIDE = 320;
// A busy machine takes its time over everything.
const PATIENT = { timeout: 30_000 };
const MODELS: Record<string, ModelFiles> = {
  small: makeModel('bert', 1),
  wide: makeModel('roberta', 2, { hidden: WIDE }),
  strange: changed(makeModel('bert', 3), 'config.json', { model_type: 'gpt2' }),
};

let hub: ModelHub;
let extension: string;
let chromium: Chromium;
let page: Page;

beforeAll(async () => {
  hub = await startModelHub(MODELS);
  const entries = Object.entries(MODELS).map(([id, files]) => entryOf(id, files));
  const unpinned = { ...entryOf('unpinned', {}), files: ['a', 'b', 'c'], pinned: null };
  extension = rebuildFor(CHROME_BUILD, hub.origin, [...entries, unpinned], { isGranted: true });
  chromium = await launchChromium({ extension });
  page = await openOptions(chromium);
  page.setDefaultTimeout(30_000);
});

afterAll(async () => {
  await chromium?.close();
  await hub?.close();
  rmSync(extension, { recursive: true, force: true });
});

afterEach(() => {
  hub.requests.length = 0;
  hub.faults.clear();
});

async function openOptions({ context, extensionId }: Chromium): Promise<Page> {
  const page = await context.newPage();
  await page.goto(`chrome-extension://${extensionId}/options.html`);
  await page.getByRole('heading', { name: 'Models', exact: true }).waitFor();
  await page.getByText('Made small').first().waitFor();
  return page;
}

function row(id: string, on = page): Locator {
  return on.locator('.model', { hasText: `Made ${id}` });
}

async function install(id: string): Promise<void> {
  await page.getByRole('button', { name: `Download Made ${id}` }).click();
  await page.getByText(`Made ${id} is installed.`).waitFor();
}

async function remove(id: string): Promise<void> {
  await page.getByRole('button', { name: `Delete Made ${id}` }).click();
  await row(id).getByRole('button', { name: 'Delete', exact: true }).click();
  await page.getByText(`Made ${id} was deleted.`).waitFor();
}

/** Bytes in the extension's private files, by name. */
function onDisk(id: string, on = page): Promise<Record<string, number>> {
  return on.evaluate(async (id) => {
    const root = await navigator.storage.getDirectory();
    const sizes: Record<string, number> = {};
    try {
      const folder = await (await root.getDirectoryHandle('models')).getDirectoryHandle(id);
      for await (const [name, handle] of folder.entries()) {
        sizes[name] = (await (handle as FileSystemFileHandle).getFile()).size;
      }
    } catch {}
    return sizes;
  }, id);
}

/** Begins a download and cuts it once something has arrived: what a browser has not yet passed on is lost with it. */
async function loseConnection(): Promise<void> {
  hub.faults.set('model.onnx', { holdAfter: 2_000_000 });
  await page.getByRole('button', { name: 'Download Made wide' }).click();
  await expect.poll(() => row('wide').innerText(), PATIENT).toContain('2 MB of');
  hub.cut();
  await page.getByText('The connection was lost.').waitFor();
}

const ranges = (): (string | undefined)[] =>
  hub.requests.filter(({ path }) => path.endsWith('.onnx')).map(({ range }) => range);

describe('the list of models', () => {
  it('shows what each costs, and asks the server for nothing', async () => {
    await expect.poll(() => row('wide').innerText(), PATIENT).toMatch(/4\.\d MB · English · MIT/);
    expect(hub.requests).toEqual([]);
  });

  it('says why a model cannot be downloaded, and offers no button for it', async () => {
    const unpinned = row('unpinned');
    expect(await unpinned.innerText()).toContain('It cannot be downloaded yet');
    expect(await unpinned.getByRole('button').count()).toBe(0);
  });
});

describe('a download', () => {
  afterEach(async () => {
    for (const id of Object.keys(MODELS)) if (Object.keys(await onDisk(id)).length > 0) await remove(id);
  });

  it('brings exactly the pinned files, and the model is listed as one that gives second opinions', async () => {
    await install('small');
    expect(hub.requests.map(({ path }) => path)).toEqual(
      ['config.json', 'tokenizer.json', 'model.onnx'].map(
        (name) => `/makers/small/resolve/0123456789abcdef0123456789abcdef01234567/${name}`,
      ),
    );
    expect(await page.getByRole('radio', { name: 'Judges pages: Made small' }).isDisabled()).toBe(true);
    expect(await row('small').innerText()).toContain('Not calibrated');
    expect(await page.getByRole('checkbox', { name: 'Gives second opinions: Made small' }).isEnabled()).toBe(
      true,
    );
  });

  it('is paused, keeps what has come, and goes on from there', async () => {
    hub.faults.set('model.onnx', { holdAfter: 2_000_000 });
    await page.getByRole('button', { name: 'Download Made wide' }).click();
    await expect.poll(() => row('wide').innerText(), PATIENT).toContain('2 MB of');
    await row('wide').getByRole('button', { name: 'Pause' }).click();
    const resume = page.getByRole('button', { name: 'Resume the download of Made wide' });
    await resume.waitFor();
    expect(await row('wide').innerText()).toMatch(/2 MB of 4\.\d MB are here already/);
    await resume.click();
    await page.getByText('Made wide is installed.').waitFor();
    expect(ranges()).toEqual([undefined, 'bytes=2000000-']);
  });

  it('says that the connection was lost, and goes on from there', async () => {
    await loseConnection();
    const begun = (await onDisk('wide'))['model.onnx'] ?? 0;
    expect(begun).toBeGreaterThan(0);
    await page.getByRole('button', { name: 'Resume the download of Made wide' }).click();
    await page.getByText('Made wide is installed.').waitFor();
    expect(ranges()).toEqual([undefined, `bytes=${begun}-`]);
  });

  it('begins anew where the server knows no ranges', async () => {
    await loseConnection();
    hub.faults.set('model.onnx', { ignoreRange: true });
    await page.getByRole('button', { name: 'Resume the download of Made wide' }).click();
    await page.getByText('Made wide is installed.').waitFor();
    expect((await onDisk('wide'))['model.onnx']).toBe(MODELS.wide?.['model.onnx']?.byteLength);
  });

  it.each([
    ['other bytes', { spoil: true }, 'model.onnx is not the file that was expected'],
    ['fewer bytes', { shorten: true }, 'model.onnx has another size than expected'],
    ['a refusal', { status: 404 }, 'refuses this file (404)'],
  ])('of %s is never installed, and says so', async (_, fault, words) => {
    hub.faults.set('model.onnx', fault);
    await page.getByRole('button', { name: 'Download Made small' }).click();
    await page.getByText(words).waitFor();
    expect(await page.getByRole('radio', { name: /Made small/ }).count()).toBe(0);
    const left = await onDisk('small');
    expect(left['model.onnx'] ?? 0).toBe(0);
    expect(left['installed.json']).toBeUndefined();
    await page.getByRole('button', { name: 'Resume the download of Made small' }).click();
    await page.getByText('Made small is installed.').waitFor();
  });

  it('does not follow where the policy does not let it, and says so', async () => {
    const elsewhere = await startModelHub({});
    hub.faults.set('model.onnx', { redirectTo: `${elsewhere.origin}/stolen` });
    await page.getByRole('button', { name: 'Download Made small' }).click();
    await page.getByText('sent the request on to another server').waitFor();
    expect(elsewhere.requests).toEqual([]);
    await elsewhere.close();
  });

  it('of a model that Telltale cannot run leaves nothing, and says why', async () => {
    await page.getByRole('button', { name: 'Download Made strange' }).click();
    await page.getByText('This is a gpt2 model').waitFor();
    expect(await onDisk('strange')).toEqual({});
  });

  it('says how much room it needs where the disk is full, and goes on when there is some', async () => {
    const session = await page.context().newCDPSession(page);
    const origin = `chrome-extension://${chromium.extensionId}`;
    await session.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 1_000_000 });
    await page.getByRole('button', { name: 'Download Made wide' }).click();
    await page.getByText('There is not enough room on the disk: 5 MB are needed.').waitFor();
    await session.send('Storage.overrideQuotaForOrigin', { origin });
    await page
      .getByRole('button', { name: /Made wide/ })
      .first()
      .click();
    await page.getByText('Made wide is installed.').waitFor();
    await session.detach();
  });

  it('in one page keeps another page from writing the same files', async () => {
    hub.faults.set('model.onnx', { holdAfter: 1000 });
    await page.getByRole('button', { name: 'Download Made small' }).click();
    await row('small').getByRole('button', { name: 'Pause' }).waitFor();
    const other = await openOptions(chromium);
    page.setDefaultTimeout(30_000);
    await other.getByRole('button', { name: 'Download Made wide' }).click();
    await other.getByText('Another page of Telltale is working on the models.').waitFor();
    await other.close();
    await row('small').getByRole('button', { name: 'Pause' }).click();
    await page.getByRole('button', { name: 'Resume the download of Made small' }).waitFor();
  });
});

describe('a download that the end of the browser has cut short', () => {
  let profile: string;

  beforeAll(() => {
    profile = mkdtempSync(join(tmpdir(), 'telltale-profile-'));
  });
  afterAll(() => rmSync(profile, { recursive: true, force: true }));

  it('is there after a restart, asks for nothing by itself, and goes on from where it was', async () => {
    let browser = await launchChromium({ extension, profile });
    let options = await openOptions(browser);
    hub.faults.set('model.onnx', { holdAfter: 2_000_000 });
    await options.getByRole('button', { name: 'Download Made wide' }).click();
    await expect.poll(() => row('wide', options).innerText(), PATIENT).toContain('2 MB of');
    await browser.close();
    hub.requests.length = 0;

    browser = await launchChromium({ extension, profile });
    options = await openOptions(browser);
    expect(await row('wide', options).innerText()).toMatch(/2 MB of 4\.\d MB are here already/);
    expect(hub.requests).toEqual([]);
    await options.getByRole('button', { name: 'Resume the download of Made wide' }).click();
    await options.getByText('Made wide is installed.').waitFor();
    expect(ranges()).toEqual(['bytes=2000000-']);
    await browser.close();
  }, 120_000);
});
