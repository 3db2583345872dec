import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Chromium, launchChromium } from './chromium.ts';
import { addScores, storedScores } from './stored-scores.ts';

let chromium: Chromium;
let page: Page;

beforeAll(async () => {
  chromium = await launchChromium();
  page = await chromium.context.newPage();
  await page.goto(`chrome-extension://${chromium.extensionId}/options.html`);
});

afterAll(() => chromium.close());

async function stored(): Promise<Record<string, unknown>> {
  const { settings } = await page.evaluate(() => chrome.storage.local.get('settings'));
  return (settings ?? {}) as Record<string, unknown>;
}

describe('the options', () => {
  it('hold at once and stay', async () => {
    await page.getByRole('radio', { name: 'Strict' }).check();
    await page.getByRole('radio', { name: 'Line only' }).check();
    await page.getByLabel('Judge passages from').selectOption('100');
    await expect.poll(stored).toMatchObject({ sensitivity: 'strict', markStyle: 'underline', minWords: 100 });
    await page.reload();
    expect(await page.getByRole('radio', { name: 'Strict' }).isChecked()).toBe(true);
  });

  it('bound what is remembered, by days and by number', async () => {
    await page.getByLabel('Remember scores for').selectOption('30 days');
    const most = page.getByRole('region', { name: 'Memory' }).getByRole('combobox', { name: /^At most/ });
    await most.selectOption('5,000 scores');
    await expect.poll(stored).toMatchObject({ memoryDays: 30, memoryEntries: 5000 });
    await page.getByLabel('Remember scores for').selectOption('not at all');
    await expect.poll(() => most.isDisabled()).toBe(true);
  });

  it('leave no score behind where none is to be remembered any more', async () => {
    const remembered = (): Promise<number> =>
      page.evaluate(async () => (await chrome.runtime.sendMessage({ type: 'engine-report' })).remembered);
    const setting = page.getByLabel('Remember scores for');
    await setting.selectOption('7 days');
    await expect.poll(stored).toMatchObject({ memoryDays: 7 });
    expect(await remembered()).toBe(0);
    await addScores(page, 5, Date.now() - 60_000);
    expect(await remembered()).toBe(5);
    await setting.selectOption('not at all');
    await expect.poll(async () => (await storedScores(page)).length).toBe(0);
  });

  it('keep a list of sites that are never checked', async () => {
    await page.getByLabel('Address of a site').fill('bank.example/login');
    await page.getByRole('button', { name: 'Never check' }).click();
    await page.getByRole('cell', { name: 'https://bank.example', exact: true }).waitFor();
    expect(await stored()).toMatchObject({ sites: { 'https://bank.example': 'never' } });
    await page.getByRole('button', { name: 'Remove https://bank.example' }).click();
    await expect.poll(stored).toMatchObject({ sites: {} });
  });

  it('refuse what is not the address of a site', async () => {
    await page.getByLabel('Address of a site').fill('not a site');
    await page.getByRole('button', { name: 'Never check' }).click();
    await page.getByText('That is not the address of a site.').waitFor();
  });

  it('show the shortcuts as the browser has them', async () => {
    expect(await page.getByRole('row', { name: /Check this page/ }).textContent()).toMatch(/Alt|⌥|not set/);
  });

  it('travel as a file, and come back from one', async () => {
    const downloading = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Export settings' }).click();
    const file = await (await downloading).path();
    expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({ sensitivity: 'strict', minWords: 100 });
    await page.getByRole('button', { name: 'Reset all settings' }).click();
    await page.getByText('All settings are back at their defaults.').waitFor();
    expect(await stored()).toEqual({});
    await page.getByLabel('Import settings').setInputFiles({
      name: 'settings.json',
      mimeType: 'application/json',
      buffer: await readFile(file),
    });
    await page.getByText('Settings imported.').waitFor();
    expect(await stored()).toMatchObject({ sensitivity: 'strict', minWords: 100 });
    expect(await page.getByRole('radio', { name: 'Strict' }).isChecked()).toBe(true);
  });

  it.each(['no settings', '[]', '{}', '{"name": "other", "version": "1.0"}'])(
    'take nothing from a file that holds no settings: %s',
    async (text) => {
      const before = await stored();
      // What was said of the file before is not taken for what is said of this one.
      await page.reload();
      const input = page.getByLabel('Import settings');
      const buffer = Buffer.from(text);
      await input.setInputFiles({ name: 'a.json', mimeType: 'application/json', buffer });
      await page.getByText('That file holds no settings.').waitFor();
      expect(await stored()).toEqual(before);
      expect(before).toMatchObject({ sensitivity: 'strict' });
      // The same file may be chosen again.
      expect(await input.inputValue()).toBe('');
    },
  );

  it('take from a file what it names, and leave the rest as it is', async () => {
    const buffer = Buffer.from('{"minWords": 50, "sites": 7}');
    await page
      .getByLabel('Import settings')
      .setInputFiles({ name: 'a.json', mimeType: 'application/json', buffer });
    await page.getByText('Settings imported.').waitFor();
    expect(await stored()).toMatchObject({ sensitivity: 'strict', minWords: 50 });
  });
});
