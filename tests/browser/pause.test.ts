import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { makePage, readSentences } from '../../bench/speed/sample-page.ts';
import { type Chromium, launchChromium } from './chromium.ts';
import { isolatedWorld } from './isolated-world.ts';
import { stateWhen } from './page-state.ts';
import { type Served, serve } from './serve.ts';
import { closeBoth, expectDone, startCheck } from './start-check.ts';

// Long enough to be under way for seconds.
const PASSAGES = 250;

let folder: string;
let served: Served;
let chromium: Chromium;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'telltale-'));
  writeFileSync(join(folder, 'long.html'), makePage(readSentences(), PASSAGES, 0.5, 1));
  served = await serve(folder);
  chromium = await launchChromium();
});

afterAll(async () => {
  await chromium?.close();
  await served?.close();
  rmSync(folder, { recursive: true });
});

it('a check pauses while its tab is not looked at, and goes on when the reader comes back', async () => {
  const check = await startCheck(chromium, `${served.origin}/long.html`);
  await stateWhen(check.popup, 'visible judged');
  // A headless browser hides no tab, so the content script is told that its tab is hidden.
  const world = await isolatedWorld(check.page, chromium.extensionId);
  const hide = (hidden: boolean): Promise<unknown> =>
    world.evaluate(`Object.defineProperty(document, 'hidden', { get: () => ${hidden}, configurable: true });
      document.dispatchEvent(new Event('visibilitychange'))`);
  const read = async (): Promise<number> => {
    const { passages } = await stateWhen(check.popup, 'any');
    return passages.filter(({ final }) => final).length;
  };

  await hide(true);
  // What the engine is reading at that moment still arrives; then nothing more does.
  let paused = 0;
  for (let before = -1; before !== paused; ) {
    before = paused;
    await check.page.waitForTimeout(2000);
    paused = await read();
  }
  expect(paused).toBeLessThan(PASSAGES);

  await hide(false);
  expect((await expectDone(check)).passages.length).toBe(PASSAGES);
  await closeBoth(check);
}, 180_000);
