import type { Page } from 'playwright-core';
import { type Chromium, launchChromium } from '../tests/browser/chromium.ts';
import { openPopup, stateWhenDone } from '../tests/browser/popup.ts';
import { serve } from '../tests/browser/serve.ts';

/** Pictures of the built extension at work on the sample pages: marks, card, and the list beside them. */
export async function shootPages(folder: string): Promise<void> {
  const served = await serve('demo/pages');
  for (const dark of [false, true]) {
    const chromium = await launchChromium({ dark });
    const ending = dark ? '.dark.png' : '.png';
    for (const name of ['article', 'thread']) {
      const page = await chromium.context.newPage();
      await page.goto(`${served.origin}/${name}.html`);
      const popup = await openPopup(chromium, page);
      await popup.getByRole('button', { name: 'Check this page' }).click();
      await stateWhenDone(popup);
      const tabId = await chromium.tabIdOf(page);
      await page.bringToFront();
      await showCard(chromium, page);
      await page.screenshot({ path: `${folder}/${name}${ending}` });
      if (name === 'thread') await shootPanel(chromium, tabId, `${folder}/thread-panel${ending}`);
      await popup.close();
    }
    await chromium.close();
  }
  await served.close();
}

/** Goes to the second mark by its keyboard command, which opens the card. */
async function showCard(chromium: Chromium, page: Page): Promise<void> {
  for (let i = 0; i < 2; i++) await chromium.command(page, 'next-mark');
  await page.locator('telltale-card').waitFor({ state: 'attached' });
  await page.evaluate(
    () =>
      new Promise<void>((resolve) => {
        let still: ReturnType<typeof setTimeout> = setTimeout(resolve, 400);
        addEventListener('scroll', () => {
          clearTimeout(still);
          still = setTimeout(resolve, 400);
        });
      }),
  );
}

async function shootPanel(chromium: Chromium, tabId: number, path: string): Promise<void> {
  const panel = await chromium.context.newPage();
  await panel.setViewportSize({ width: 420, height: 900 });
  await panel.goto(`chrome-extension://${chromium.extensionId}/sidepanel.html#tab=${tabId}`);
  await panel.getByRole('tab', { name: 'Authors' }).click();
  await panel.screenshot({ path });
  await panel.close();
}
