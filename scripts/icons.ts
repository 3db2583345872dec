// Renders public/icon/telltale.svg to the PNG sizes that browsers ask for.
import { readFileSync } from 'node:fs';
import { chromium } from 'playwright-core';
import { findChromium, ROOT_ARGS } from '../tests/browser/find-browser.ts';

const svg = readFileSync('public/icon/telltale.svg', 'utf8');
const browser = await chromium.launch({
  executablePath: findChromium(),
  args: ROOT_ARGS,
});
for (const size of [16, 32, 48, 128]) {
  const page = await browser.newPage({ viewport: { width: size, height: size } });
  await page.setContent(
    `<style>body{margin:0}svg{display:block;width:${size}px;height:${size}px}</style>${svg}`,
  );
  await page.screenshot({ path: `public/icon/${size}.png`, omitBackground: true });
  await page.close();
}
await browser.close();
