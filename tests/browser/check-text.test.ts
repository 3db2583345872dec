import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { waitForCard } from './card.ts';
import { type Chromium, launchChromium } from './chromium.ts';

let chromium: Chromium;
let page: Page;

beforeAll(async () => {
  chromium = await launchChromium();
  page = await chromium.context.newPage();
});

afterAll(() => chromium.close());

async function open(hash = ''): Promise<void> {
  await page.goto('about:blank');
  await page.goto(`chrome-extension://${chromium.extensionId}/check-text.html${hash}`);
}

describe('the page "Check a text"', () => {
  it('judges its sample, marks the passage in the middle and opens its card on a click', async () => {
    await open('#sample');
    await page.getByRole('heading', { name: '1 of 3 passages shows strong signs of AI' }).waitFor();
    expect(await page.evaluate(() => [...CSS.highlights.keys()])).toEqual([
      'telltale-tint-likely-ai-on-light',
    ]);
    await page.locator('article p').nth(1).click();
    await page.locator('telltale-card').waitFor({ state: 'attached' });
    await page.keyboard.press('Escape');
    await page.locator('telltale-card').waitFor({ state: 'detached' });
  });

  it('judges what is pasted, and gives the text back to be changed', async () => {
    await open();
    await page.getByLabel('Text to check').fill('Only a few words.');
    await page.getByRole('button', { name: 'Check this text' }).click();
    await page.getByRole('heading', { name: 'Nothing here to judge' }).waitFor();
    await page.getByRole('button', { name: 'Change the text' }).click();
    expect(await page.getByLabel('Text to check').inputValue()).toBe('Only a few words.');
  });

  it('says of a paragraph that is too long how much of it was judged, in the list and on its card', async () => {
    await open();
    const sentence =
      'It is important to note that effective communication plays a crucial role in any team. ';
    await page.getByLabel('Text to check').fill(sentence.repeat(300));
    await page.getByRole('button', { name: 'Check this text' }).click();
    await page.getByText('1 passage is very long. Only its first 20,000 characters were judged.').waitFor();
    await page.locator('article p').click({ position: { x: 20, y: 20 } });
    await waitForCard(page, /only the first 20,000 characters were judged/);
  });

  it('reads a PDF by its paragraphs', async () => {
    const writer = await chromium.context.newPage();
    await writer.setContent('<p>The first paragraph of a document.</p><p>The second, after some white.</p>');
    const pdf = await writer.pdf();
    await writer.close();
    await open();
    const file = { name: 'document.pdf', mimeType: 'application/pdf', buffer: pdf };
    await page.locator('input[type=file]').setInputFiles(file);
    const field = page.getByLabel('Text to check');
    await page.waitForFunction(
      (area) => (area as HTMLTextAreaElement).value !== '',
      await field.elementHandle(),
    );
    expect(await field.inputValue()).toBe(
      'The first paragraph of a document.\n\nThe second, after some white.',
    );
  });

  it('says so where it cannot read a file', async () => {
    await open();
    const file = { name: 'song.mp3', mimeType: 'audio/mpeg', buffer: Buffer.from('la') };
    await page.locator('input[type=file]').setInputFiles(file);
    await page.getByText('Telltale cannot read this kind of file.').waitFor();
  });
});
