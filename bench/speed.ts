// npm run bench [-- --quick] [--json F]
//
// How fast the built extension is in a real Chromium: first marks, whole pages, the encoder beside the native runtime,
// what it costs the page, and memory. Medians; writes bench/RESULTS.md unless it is quick.

import { mkdtempSync, statSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Page } from 'playwright-core';
import { BUNDLED_FOLDER } from '../lib/hosting/node.ts';
import build from '../tests/browser/build.ts';
import { type Chromium, launchChromium } from '../tests/browser/chromium.ts';
import { type Served, serve } from '../tests/browser/serve.ts';
import { extensionMemoryMb } from './speed/memory.ts';
import { type PageRun, runPage } from './speed/page-run.ts';
import { makePage, readSentences } from './speed/sample-page.ts';
import { makeTexts, TOKEN_COUNTS, timeInBrowser, timeNative } from './speed/session-run.ts';

const { values: flags } = parseArgs({ options: { quick: { type: 'boolean' }, json: { type: 'string' } } });
const RUNS = flags.quick ? 3 : 5;
const PAGE_SIZES = flags.quick ? [10, 40, 1000] : [10, 40, 200, 1000];
const TEXTS_PER_LENGTH = flags.quick ? 8 : 20;
const MEMORY_SETTLES_MS = 20_000;
// Two kinds of article: one that people wrote, and one of which an AI wrote half.
const AI_SHARES = { human: 0, mixed: 0.5 };

const sentences = readSentences();

build();
const folder = mkdtempSync(join(tmpdir(), 'telltale-bench-'));
for (const size of PAGE_SIZES) {
  for (const [kind, share] of Object.entries(AI_SHARES)) {
    writeFileSync(join(folder, `${kind}-${size}.html`), makePage(sentences, size, share, size));
  }
}
// The engine remembers texts: every run that is timed has a page of its own.
for (let i = 0; i < RUNS; i++) {
  for (const name of ['cold', 'warm', 'killed']) {
    writeFileSync(
      join(folder, `${name}-${i}.html`),
      makePage(sentences, 40, AI_SHARES.mixed, seedOf(name, i)),
    );
  }
}
const served = await serve(folder);
const cold = await coldRuns(served);
const chromium = await launchChromium();
const own = await openOwnPage(chromium);
const memoryStart = extensionMemoryMb();
await runPage(chromium, own, `${served.origin}/cold-0.html`);
const warm = await repeat(RUNS, (i) => runPage(chromium, own, `${served.origin}/warm-${i}.html`));
const killed = await repeat(RUNS, async (i) => {
  await chromium.killBackground();
  return runPage(chromium, own, `${served.origin}/killed-${i}.html`);
});
const pages = await pageRuns(chromium, own, served);
const memoryLoaded = extensionMemoryMb();
const lengths = await lengthRuns(own);
const memoryIdle = await memoryWhenUnloaded(chromium);
await chromium.close();
await served.close();

report();

/** A browser that has just started: nothing of the engine is loaded, and no popup has warmed it. */
async function coldRuns({ origin }: Served): Promise<number[]> {
  return repeat(RUNS, async (i) => {
    const fresh = await launchChromium();
    const page = await openOwnPage(fresh);
    const { firstMarkMs } = await runPage(fresh, page, `${origin}/cold-${i}.html`);
    await fresh.close();
    return firstMarkMs;
  });
}

async function openOwnPage({ context, extensionId }: Chromium): Promise<Page> {
  const page = await context.newPage();
  // A page of ours that warms nothing up by itself.
  await page.goto(`chrome-extension://${extensionId}/accuracy.html`);
  return page;
}

async function pageRuns(
  chromium: Chromium,
  own: Page,
  { origin }: Served,
): Promise<(PageRun & { name: string })[]> {
  const runs: (PageRun & { name: string })[] = [];
  for (const kind of Object.keys(AI_SHARES)) {
    for (const size of PAGE_SIZES) {
      const name = `${kind}-${size}`;
      // The engine remembers texts; a page of a thousand is not read twice.
      runs.push({ name, ...(await runPage(chromium, own, `${origin}/${name}.html`)) });
    }
  }
  return runs;
}

async function lengthRuns(own: Page): Promise<{ tokens: number; wasmMs: number; nativeMs: number }[]> {
  const rows = [];
  for (const tokens of TOKEN_COUNTS) {
    const texts = await makeTexts(sentences, tokens, TEXTS_PER_LENGTH, tokens);
    const wasmMs = median(await own.evaluate(timeInBrowser, texts));
    rows.push({ tokens, wasmMs, nativeMs: median(await timeNative(texts)) });
  }
  return rows;
}

/** What remains when the engine's document has ended, as it does by itself after five idle minutes. */
async function memoryWhenUnloaded(chromium: Chromium): Promise<number> {
  await (await chromium.background()).evaluate(() => chrome.offscreen.closeDocument());
  // The system gets a worker's memory back some seconds after it has ended.
  await new Promise((resolve) => setTimeout(resolve, MEMORY_SETTLES_MS));
  return extensionMemoryMb();
}

function report(): void {
  const at = (name: string): PageRun | undefined => pages.find((page) => page.name === name);
  const sizes = ['wide.bin', 'deep.onnx', 'tokenizer.json'].map((name) => {
    return [name, statSync(`${BUNDLED_FOLDER}/${name}`).size] as const;
  });
  const results = {
    machine: { cores: cpus().length, model: cpus()[0]?.model.trim() ?? '' },
    coldFirstMarkMs: median(cold),
    warmFirstMarkMs: median(warm.map(({ firstMarkMs }) => firstMarkMs)),
    killedFirstMarkMs: median(killed.map(({ firstMarkMs }) => firstMarkMs)),
    thousandFirstScoresMs: at('human-1000')?.allFirstMs,
    encoderPassesSaved: at('human-40')?.passesSaved,
    encoderPassesSavedMixed: at('mixed-40')?.passesSaved,
    wasmToNative: median(lengths.map(({ wasmMs, nativeMs }) => nativeMs / wasmMs)),
    longestTaskMs: Math.max(...pages.map(({ longestTaskMs }) => longestTaskMs)),
    layoutShift: Math.max(...pages.map(({ layoutShift }) => layoutShift)),
    loadedMemoryMB: memoryLoaded,
    idleMemoryOverStartMB: memoryIdle - memoryStart,
    modelBytes: Object.fromEntries(sizes),
    pages,
    lengths,
  };
  const text = markdown(results);
  console.log(text);
  if (!flags.quick) writeFileSync('bench/RESULTS.md', text);
  if (flags.json) writeFileSync(flags.json, `${JSON.stringify(results, null, 2)}\n`);
}

function markdown(r: { machine: { cores: number; model: string }; [key: string]: unknown }): string {
  const number = (key: string, digits = 0): string => (Number(r[key]) || 0).toFixed(digits);
  const pageRows = pages.map(
    (p) =>
      `| ${p.name} | ${p.passages} | ${Number.isNaN(p.firstMarkMs) ? 'no mark' : p.firstMarkMs.toFixed(0)} | ${p.allFirstMs.toFixed(0)} | ${p.allFinalMs.toFixed(0)} | ${(p.passesSaved * 100).toFixed(0)} % | ${p.longestTaskMs.toFixed(0)} | ${p.layoutShift.toFixed(3)} |`,
  );
  const lengthRows = lengths.map(
    (l) =>
      `| ${l.tokens} | ${l.wasmMs.toFixed(1)} | ${l.nativeMs.toFixed(1)} | ${(l.nativeMs / l.wasmMs).toFixed(2)} |`,
  );
  return `# Speed

\`npm run bench\` on ${r.machine.cores} cores (${r.machine.model}), real Chromium, the built extension, one WASM thread unless
the machine has four cores or more. Medians of ${RUNS} runs; milliseconds from the order to check. No popup is open, so
nothing has warmed the engine before a cold run.

| | ms |
|---|---|
| cold: browser just started → first mark, 40 passages | ${number('coldFirstMarkMs')} |
| warm → first mark, 40 passages | ${number('warmFirstMarkMs')} |
| service worker killed → first mark, 40 passages | ${number('killedFirstMarkMs')} |

## Pages

Passages of 85 words; *human* pages hold people's sentences only, *mixed* ones as many of an AI. *First* is when every
passage has the wide part's answer, *final* when the encoder has read what it could still change.

| page | passages | first mark | all first | all final | encoder spared | longest task | layout shift |
|---|---|---|---|---|---|---|---|
${pageRows.join('\n')}

## The encoder

Milliseconds a passage: in the browser from question to final answer, messages and the wide part included; natively
(onnxruntime-node, one thread) the encoder alone, in the same run.

| tokens | WASM in Chromium | native | native / WASM |
|---|---|---|---|
${lengthRows.join('\n')}

## Memory

The extension's processes hold ${number('loadedMemoryMB')} MB after all of this, and ${number('idleMemoryOverStartMB')} MB more than at the start once the
engine has been unloaded.
`;
}

async function repeat<T>(times: number, run: (i: number) => Promise<T>): Promise<T[]> {
  const results: T[] = [];
  for (let i = 0; i < times; i++) results.push(await run(i));
  return results;
}

function seedOf(name: string, run: number): number {
  return name.length * 1000 + run;
}

function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const [low = Number.NaN, high = Number.NaN] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];
  return (low + high) / 2;
}
