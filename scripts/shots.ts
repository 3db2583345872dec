// Pictures of every scene of the gallery: light and dark, at 100 % and 200 %.
//   node scripts/shots.ts [folder] [part of a scene's name]
import { mkdirSync } from 'node:fs';
import { chromium } from 'playwright-core';
import { serveGallery } from './gallery-server.ts';

const [folder = 'docs/screenshots', filter = ''] = process.argv.slice(2);
const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';

const { address, close } = await serveGallery();
const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
mkdirSync(folder, { recursive: true });

const index = await browser.newPage();
await index.goto(address);
await index.waitForSelector('a');
const names = (await index.locator('a').allTextContents()).filter((name) => name.includes(filter));

for (const scheme of ['light', 'dark'] as const) {
  for (const zoom of [1, 2]) {
    const page = await browser.newPage({ colorScheme: scheme, deviceScaleFactor: 1 });
    page.on('pageerror', (error) => console.error(error.message));
    page.on('console', (m) => m.type() === 'error' && console.error(m.text()));
    for (const name of names) {
      await page.goto(`${address}?${name}`);
      const frame = page.locator('[class$="-frame"]').first();
      await frame.waitFor();
      if (zoom === 2)
        await page.evaluate(() => document.documentElement.style.setProperty('font-size', '200%'));
      await frame.screenshot({ path: `${folder}/${name}.${scheme}${zoom === 2 ? '.200' : ''}.png` });
    }
    await page.close();
  }
}
await browser.close();
await close();
