// Pictures of every scene of the gallery: light and dark, at 100 % and 200 %.
//   node scripts/shots.ts [folder] [part of a scene's name]
import { mkdirSync } from 'node:fs';
import preact from '@preact/preset-vite';
import { chromium } from 'playwright-core';
import { createServer } from 'vite';

const [folder = 'docs/screenshots', filter = ''] = process.argv.slice(2);
const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';

const server = await createServer({
  configFile: false,
  root: 'components/gallery',
  build: { target: 'es2022' },
  plugins: [preact()],
  publicDir: '../../public',
  server: { port: 0, fs: { allow: ['../..'] }, hmr: false, watch: null },
  logLevel: 'error',
});
await server.listen();
const address = server.resolvedUrls?.local[0] ?? '';
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
await server.close();
