// npm run bench:pages:speed [-- --json F]
//
// How long the reader takes on pages of 10 to 10,000 blocks and of 5 MB, in Chromium: to the first batch of visible
// passages, and to the end. The longest slice is what the page itself could feel.

import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { chromium, type Page } from 'playwright-core';
import type * as Reader from '../lib/reading/index.ts';
import { findChromium, ROOT_ARGS } from '../tests/browser/find-browser.ts';
import { bundle } from './pages-reader.ts';

declare global {
  var reader: typeof Reader;
}

interface Speed {
  page: string;
  blocks: number;
  /** From the call to the first passages in hand, in ms. */
  firstMs: number;
  /** From the call to the report that the whole page was read, pauses included. */
  allMs: number;
  /** The work alone, in one go: walking and joining. */
  workMs: number;
  microsecondsPerBlock: number;
  longestSliceMs: number;
}

const SIZES = [10, 100, 1_000, 10_000];
const FIVE_MB = 5_000_000;
/** The least of so many readings: what else the machine does only adds. The first, which compiles, is not counted. */
const RUNS = 5;

const { json } = parseArgs({ options: { json: { type: 'string' } } }).values;
const code = await bundle('lib/reading/index.ts');
const browser = await chromium.launch({
  executablePath: findChromium(),
  args: ROOT_ARGS,
});
const speeds: Speed[] = [];
console.log('page          blocks  first ms   all ms  work ms  µs/block  longest slice ms');
for (const size of SIZES) speeds.push(await measure(`${size} blocks`, articleOf(size)));
speeds.push(await measure('5 MB', thicketOf(FIVE_MB)));
await browser.close();
if (json) writeFileSync(json, `${JSON.stringify(speeds, null, 2)}\n`);

async function measure(name: string, html: string): Promise<Speed> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  await page.setContent(html);
  await page.evaluate(code);
  const runs = [];
  for (let run = 0; run <= RUNS; run++) runs.push(await readOnce(page));
  await page.close();
  const counted = runs.slice(1);
  const least = (take: (run: (typeof counted)[number]) => number): number => Math.min(...counted.map(take));
  const speed: Speed = {
    page: name,
    blocks: least((run) => run.blocks),
    firstMs: least((run) => run.firstMs),
    allMs: least((run) => run.allMs),
    workMs: least((run) => run.workMs),
    microsecondsPerBlock: least((run) => (1000 * run.workMs) / run.blocks),
    longestSliceMs: least((run) => run.longestSliceMs),
  };
  const { blocks, firstMs, allMs, workMs, microsecondsPerBlock, longestSliceMs } = speed;
  const numbers = [firstMs, allMs, workMs, microsecondsPerBlock].map((n) => n.toFixed(1).padStart(9));
  console.log(
    `${name.padEnd(12)}${String(blocks).padStart(8)} ${numbers.join('')}${longestSliceMs.toFixed(1).padStart(18)}`,
  );
  return speed;
}

function readOnce(page: Page): Promise<Omit<Speed, 'page' | 'microsecondsPerBlock'>> {
  return page.evaluate(async () => {
    // The longest stretch between two steps that never let go of the thread.
    let longestSliceMs = 0;
    let sliceBegan = performance.now();
    const ticker = new MessageChannel();
    let watching = true;
    ticker.port1.onmessage = () => {
      const now = performance.now();
      longestSliceMs = Math.max(longestSliceMs, now - sliceBegan);
      sliceBegan = now;
      if (watching) ticker.port2.postMessage(null);
    };
    ticker.port2.postMessage(null);

    const control = new AbortController();
    const began = performance.now();
    let firstMs = 0;
    const allMs = await new Promise<number>((resolve) => {
      reader.watchDocument(document, {
        signal: control.signal,
        onFail: (error) => reportError(error),
        onChange: ({ complete }) => {
          const at = performance.now() - began;
          if (firstMs === 0) firstMs = at;
          if (complete) resolve(at);
        },
      });
    });
    control.abort();
    watching = false;

    const started = performance.now();
    const blocks = [...reader.readBlocks(document)];
    reader.joinPassages(blocks);
    return { blocks: blocks.length, firstMs, allMs, workMs: performance.now() - started, longestSliceMs };
  });
}

/** An article as newspapers make them: headings, links, emphasis, short paragraphs and a wrapper around each. */
function articleOf(blocks: number): string {
  const parts: string[] = [];
  for (let i = 0; i < blocks; i++) {
    parts.push(
      i % 8 === 0
        ? `<h2>Part ${i} of the story</h2>`
        : `<div class="p"><p>In the year ${i} the mill had stood <em>empty</em> for longer than it had ever worked, and the <a href="/s/${i}">swifts</a> had taken the upper floor. Nobody minded it, since nobody went up there any more.</p></div>`,
    );
  }
  return `<!doctype html><html lang="en"><head><title>Story</title></head><body><nav><a href="/">Home</a></nav><main><article><h1>Story</h1>${parts.join('')}</article></main><footer><p>Imprint</p></footer></body></html>`;
}

/** A page of so many bytes, most of them menus, scripts and nested boxes with a little text in between. */
function thicketOf(bytes: number): string {
  const box = `<div class="card"><div><div><a href="/x"><span>A link in a box</span></a><ul><li><a href="/y">One</a></li><li><a href="/z">Two</a></li></ul></div></div><p>The mill had stood empty since the war, and the swifts had taken the upper floor of it for themselves.</p><script>var state = ${JSON.stringify('x'.repeat(400))};</script></div>`;
  return `<!doctype html><html lang="en"><head><title>Thicket</title></head><body><main>${box.repeat(Math.ceil(bytes / box.length))}</main></body></html>`;
}
