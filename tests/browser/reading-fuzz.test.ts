import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundle } from '../../bench/pages-reader.ts';
import type * as RandomTrees from './random-trees.ts';
import { ReadingBrowser } from './reading-page.ts';

// Longer by `npm run fuzz`.

declare global {
  var trees: typeof RandomTrees;
}

const RUNS = Number(process.env.TELLTALE_FUZZ_RUNS ?? 3000);
/** One call into the page, so that a failure is told soon. */
const PART = 250;
const TREE_MS = 40;

let browser: ReadingBrowser;
let page: Page;

beforeAll(async () => {
  browser = await ReadingBrowser.launch();
  page = await browser.show('<!doctype html><title>Random trees</title>');
  await page.evaluate(await bundle('tests/browser/random-trees.ts', 'trees'));
});

afterAll(() => browser?.close());

describe('any tree at all', () => {
  it(
    `is read without an exception, each text once, exactly, and left as it was (${RUNS} trees)`,
    async () => {
      const first = Number(process.env.TELLTALE_FUZZ_SEED ?? Date.now() % 1_000_000_000);
      for (let done = 0; done < RUNS; done += PART) {
        const seed = first + done;
        const wrong = await page.evaluate(([seed, runs]) => trees.readRandomTrees(seed, runs), [
          seed,
          PART,
        ] as const);
        expect(wrong, `TELLTALE_FUZZ_SEED=${seed}`).toBeNull();
      }
    },
    60_000 + RUNS * TREE_MS,
  );

  it('holds text often enough for that to mean something', async () => {
    expect(await page.evaluate(() => trees.countFruitful(1, 200))).toBeGreaterThan(60);
  });
});
