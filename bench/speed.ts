// npm run bench [-- --quick] [--json F]
//
// How fast the built extension is in a real Chromium: first marks, whole pages, the encoder beside other runtimes and
// other shapes, what it costs the page, and memory. Medians; writes bench/RESULTS.md unless it is quick.

import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Page } from 'playwright-core';
import { BUNDLED_FOLDER } from '../lib/hosting/node.ts';
import { zip } from '../scripts/zip.ts';
import build from '../tests/browser/build.ts';
import { CHROME_BUILD, type Chromium, launchChromium } from '../tests/browser/chromium.ts';
import { type Served, serve } from '../tests/browser/serve.ts';
import { median } from './speed/median.ts';
import { extensionMemoryMb } from './speed/memory.ts';
import { type PageRun, runPage } from './speed/page-run.ts';
import { markdown, type Results } from './speed/results.ts';
import { TOKEN_COUNTS, timeRuntimes } from './speed/runtimes.ts';
import { makePage, readSentences, textsOf } from './speed/sample-page.ts';
import { makeTexts, timeBare, timeInBrowser } from './speed/session-run.ts';

const { values: flags } = parseArgs({ options: { quick: { type: 'boolean' }, json: { type: 'string' } } });
const RUNS = flags.quick ? 3 : 5;
const PAGE_SIZES = flags.quick ? [10, 40, 1000] : [10, 40, 200, 1000];
const LONG_PAGE = 1000;
const TEXTS_PER_LENGTH = flags.quick ? 8 : 20;
const TEXTS_PER_THREADS = flags.quick ? 24 : 60;
const THREADS = [1, 2, 4];
const IDLE_MS = 60_000;
/** After which a browser that has just started holds what it will hold. */
const SETTLED_MS = 5000;
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
for (let i = 0; i <= RUNS; i++) {
  for (const name of ['cold', 'warm', 'killed', 'article']) {
    const page = makePage(sentences, 40, AI_SHARES.mixed, seedOf(name, i));
    writeFileSync(join(folder, `${name}-${i}.html`), page);
  }
  const long = makePage(sentences, LONG_PAGE, AI_SHARES.human, seedOf('long', i));
  writeFileSync(join(folder, `long-${i}.html`), long);
}
const served = await serve(folder);
const cold = await coldRuns(served);
const chromium = await launchChromium();
await new Promise((resolve) => setTimeout(resolve, SETTLED_MS));
const memoryAlone = await extensionMemoryMb(chromium);
const own = await openOwnPage(chromium);
await new Promise((resolve) => setTimeout(resolve, SETTLED_MS));
const memoryStart = await extensionMemoryMb(chromium);
await runPage(chromium, own, `${served.origin}/cold-0.html`);
const memoryLoaded = await extensionMemoryMb(chromium);
const warm = await repeat(RUNS, (i) => runPage(chromium, own, `${served.origin}/warm-${i}.html`));
const killed = await repeat(RUNS, async (i) => {
  await chromium.killBackground();
  return runPage(chromium, own, `${served.origin}/killed-${i}.html`);
});
const articles = await repeat(RUNS, (i) => articleRun(chromium, own, served, i));
const long = await repeat(RUNS, (i) =>
  runPage(chromium, own, `${served.origin}/long-${i}.html`, { endWhenAnswered: LONG_PAGE }),
);
const pages = await pageRuns(chromium, own, served);
const scrolled = await runPage(chromium, own, `${served.origin}/article-${RUNS}.html`, { scrolling: true });
const memoryBusy = await extensionMemoryMb(chromium);
const lengths = await lengthRuns(own);
const threads = await threadRuns(own);
await setSettings(own, {});
await new Promise((resolve) => setTimeout(resolve, IDLE_MS));
const memoryAfterMinute = await extensionMemoryMb(chromium);
const memoryUnloaded = await memoryWhenUnloaded(chromium, own);
await own.close();
await new Promise((resolve) => setTimeout(resolve, SETTLED_MS));
const memoryIdle = await extensionMemoryMb(chromium);
await chromium.close();
await served.close();
const runtimes = await timeRuntimes(flags.quick ? 9 : 25);

report();

/** A browser that has just started with a profile in which Telltale was before: nothing of the engine is loaded. */
async function coldRuns({ origin }: Served): Promise<number[]> {
  const profile = mkdtempSync(join(tmpdir(), 'telltale-profile-'));
  const times = await repeat(RUNS + 1, async (i) => {
    const fresh = await launchChromium({ profile, isInstalled: i > 0 });
    const page = await openOwnPage(fresh);
    const { firstMarkMs } = await runPage(fresh, page, `${origin}/cold-${i}.html`);
    await fresh.close();
    return firstMarkMs;
  });
  rmSync(profile, { recursive: true });
  return times.slice(1); // The first is the installation's.
}

async function openOwnPage({ context, extensionId }: Chromium): Promise<Page> {
  const page = await context.newPage();
  // A page of ours that warms nothing up by itself.
  await page.goto(`chrome-extension://${extensionId}/accuracy.html`);
  return page;
}

/** Time to the last mark of an article of 40 passages, over what the bare encoder needs to read all 40. */
async function articleRun(chromium: Chromium, own: Page, { origin }: Served, i: number): Promise<number> {
  const { allFinalMs } = await runPage(chromium, own, `${origin}/article-${i}.html`);
  return (
    allFinalMs / (await timeBare(textsOf(makePage(sentences, 40, AI_SHARES.mixed, seedOf('article', i)))))
  );
}

async function pageRuns(chromium: Chromium, own: Page, { origin }: Served): Promise<Results['pages']> {
  const runs: Results['pages'] = [];
  for (const kind of Object.keys(AI_SHARES)) {
    for (const size of PAGE_SIZES) {
      const name = `${kind}-${size}`;
      // The engine remembers texts; a page of a thousand is not read twice.
      runs.push({ name, ...(await runPage(chromium, own, `${origin}/${name}.html`)) });
    }
  }
  return runs;
}

async function lengthRuns(own: Page): Promise<Results['lengths']> {
  const rows = [];
  for (const tokens of TOKEN_COUNTS) {
    const texts = await makeTexts(sentences, tokens, TEXTS_PER_LENGTH, tokens);
    rows.push({ tokens, ms: median(await own.evaluate(timeInBrowser, { texts, side: 1 })) });
  }
  return rows;
}

/** Passages of 128 tokens a second, by how many are read at a time. */
async function threadRuns(own: Page): Promise<Results['threads']> {
  const rows = [];
  for (const count of THREADS) {
    await setSettings(own, { threads: count, memoryDays: 0 });
    const texts = await makeTexts(sentences, 128, TEXTS_PER_THREADS, 1000 + count);
    const warm = texts.splice(0, 2 * count);
    await own.evaluate(timeInBrowser, { texts: warm, side: count });
    const began = performance.now();
    await own.evaluate(timeInBrowser, { texts, side: 2 * count });
    rows.push({ threads: count, perSecond: (1000 * texts.length) / (performance.now() - began) });
  }
  return rows;
}

/** Stores the settings and waits until the engine works with them. */
async function setSettings(own: Page, settings: { threads?: number; memoryDays?: number }): Promise<void> {
  await own.evaluate((settings) => chrome.storage.local.set({ settings }), settings);
  for (;;) {
    const report = await own.evaluate(() => chrome.runtime.sendMessage({ type: 'measure' }));
    if (report?.status.phase === 'ready' && report.status.threads === (settings.threads ?? 1)) return;
  }
}

/**
 * What remains when the engine's document has ended, as it does by itself after five idle minutes, and a page of ours stays
 * open: it keeps the process of both. It is loaded anew: what it has gathered of its own measurements is nobody's cost.
 */
async function memoryWhenUnloaded(chromium: Chromium, own: Page): Promise<number> {
  await own.reload();
  await (await chromium.background()).evaluate(() => chrome.offscreen.closeDocument());
  // The system gets a worker's memory back some seconds after it has ended.
  await new Promise((resolve) => setTimeout(resolve, IDLE_MS));
  return extensionMemoryMb(chromium);
}

function report(): void {
  const at = (name: string): PageRun | undefined => pages.find((page) => page.name === name);
  const over = (rival: 'e5-small' | 'RoBERTa-base'): number =>
    median(runtimes.map(({ rivals, kernel }) => rivals[rival] / kernel));
  const results: Results = {
    machine: { cores: cpus().length, model: cpus()[0]?.model.trim() ?? '' },
    runs: RUNS,
    coldFirstMarkMs: median(cold),
    warmFirstMarkMs: median(warm.map(({ firstMarkMs }) => firstMarkMs)),
    killedFirstMarkMs: median(killed.map(({ firstMarkMs }) => firstMarkMs)),
    thousandFirstScoresMs: median(long.map(({ allFirstMs }) => allFirstMs)),
    encoderPassesSaved: at('human-40')?.passesSaved ?? Number.NaN,
    encoderPassesSavedMixed: at('mixed-40')?.passesSaved ?? Number.NaN,
    articleOverBareSession: median(articles),
    wasmToNative: median(runtimes.map(({ kernel, native }) => native / kernel)),
    vsE5Small: over('e5-small'),
    vsRobertaBase: over('RoBERTa-base'),
    longestTaskMs: Math.max(...pages.map(({ longestTaskMs }) => longestTaskMs)),
    layoutShift: Math.max(...pages.map(({ layoutShift }) => layoutShift)),
    scrollFrameMs: scrolled.frameMs,
    scrollWorstFrameMs: scrolled.worstFrameMs,
    memoryStartMB: memoryStart,
    loadedMemoryMB: memoryLoaded,
    busyMemoryMB: memoryBusy,
    afterMinuteMemoryMB: memoryAfterMinute,
    unloadedMemoryOverStartMB: memoryUnloaded - memoryStart,
    idleMemoryOverStartMB: memoryIdle - memoryAlone,
    zipBytes: zipSize(),
    partBytes: Object.fromEntries(
      ['wide.bin', 'deep.onnx', 'tokenizer.json'].map((name) => [
        name,
        statSync(`${BUNDLED_FOLDER}/${name}`).size,
      ]),
    ),
    pages,
    lengths,
    threads,
    runtimes,
  };
  const text = markdown(results);
  console.log(text);
  if (!flags.quick) writeFileSync('bench/RESULTS.md', text);
  if (flags.json) writeFileSync(flags.json, `${JSON.stringify(results, null, 2)}\n`);
}

/** Of the package that a store would get. */
function zipSize(): number {
  const names = readdirSync(CHROME_BUILD, { recursive: true, withFileTypes: true });
  const files = names.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
  return zip(new Map(files.map((file) => [file, file]))).length;
}

async function repeat<T>(times: number, run: (i: number) => Promise<T>): Promise<T[]> {
  const results: T[] = [];
  for (let i = 0; i < times; i++) results.push(await run(i));
  return results;
}

function seedOf(name: string, run: number): number {
  return name.length * 1000 + run;
}
