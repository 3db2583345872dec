// npm run bench:pages -- DIR [--json F] [--scripts off|on|both] [--reader-only]
//
// Opens every NAME.html.gz of a folder in Chromium with the extension, from a server on this machine and with no other
// network. Compares the text that was read with NAME.txt, and counts what the passages were judged to be.

import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Page } from 'playwright-core';
import type * as Reader from '../lib/reading/index.ts';
import { type Chromium, launchChromium } from '../tests/browser/chromium.ts';
import { openPopup, stateWhenDone } from '../tests/browser/popup.ts';
import { mean, type Overlap, overlap } from './pages-overlap.ts';
import { readabilityScript, readabilityText } from './pages-readability.ts';
import { bundle } from './pages-reader.ts';
import { servePages } from './pages-server.ts';

declare global {
  var reader: typeof Reader;
}

type Scripts = 'off' | 'on';

interface Judged {
  /** From the click to the last verdict. */
  seconds: number;
  verdicts: Record<string, number>;
  /** The first words of the passages that were called likely. */
  likely: string[];
  /** Why the page could not be judged. */
  failure?: string;
}

interface PageFigures extends Overlap, Judged {
  name: string;
  passages: number;
  /** The same figures for @mozilla/readability. */
  readability: Overlap;
}

const NO_NETWORK = '--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1';
const HEADER =
  'page                          precision   recall       F1  theirs   passages seconds  verdicts';
/** Pages whose scripts wait for a network that is not there are read as they stand after this. */
const LOAD_MS = 20_000;
/** A page of 17,000 words takes a minute on two busy cores. */
const JUDGE_MS = 120_000;

const { folder, json, runs, readerOnly } = readArguments();
if (!readerOnly && !process.env.TELLTALE_BUILT) execFileSync('npm', ['run', '--silent', 'build:chrome']);
const code = `${await bundle('lib/reading/index.ts')}\n${readabilityScript()}`;
const { server, origin } = await servePages(folder);
const chromium = await launchChromium({ args: [NO_NETWORK] });
const names = readdirSync(folder)
  .filter((file) => file.endsWith('.html.gz'))
  .map((file) => file.slice(0, -'.html.gz'.length));

const results: Partial<Record<Scripts, PageFigures[]>> = {};
for (const scripts of runs) {
  console.log(`\nThe pages' own scripts are ${scripts}.\n${HEADER}`);
  const figures: PageFigures[] = [];
  for (const name of names) {
    const page = await measure(chromium, name, scripts);
    figures.push(page);
    console.log(rowOf(page));
    if (page.failure) console.log(`    failed: ${page.failure}`);
    for (const opening of page.likely) console.log(`    likely: ${opening}…`);
  }
  results[scripts] = figures;
  summarise(figures);
}
await chromium.close();
server.close();
if (
  Object.values(results)
    .flat()
    .some(({ failure }) => failure)
)
  process.exitCode = 1;
if (json) {
  const pages = results.off ?? results.on ?? [];
  writeFileSync(json, `${JSON.stringify({ pages, withScripts: results.on ?? [] }, null, 2)}\n`);
}

async function measure(chromium: Chromium, name: string, scripts: Scripts): Promise<PageFigures> {
  const page = await chromium.context.newPage();
  await page.goto(`${origin}${scripts === 'off' ? '/still' : ''}/${name}`, {
    timeout: LOAD_MS,
    waitUntil: 'load',
  });
  const { read, theirs, passages } = await readIn(page);
  const wanted = readFileSync(join(folder, `${name}.txt`), 'utf8');
  const nothing = { seconds: 0, verdicts: {}, likely: [] };
  const judged = readerOnly
    ? nothing
    : await judge(chromium, page, passages).catch((error) => ({ ...nothing, failure: String(error) }));
  await page.close();
  return { name, ...overlap(read, wanted), passages, ...judged, readability: overlap(theirs, wanted) };
}

async function readIn(page: Page): Promise<{ read: string; theirs: string; passages: number }> {
  await page.evaluate(code);
  const theirs = await page.evaluate(readabilityText);
  const ours = await page.evaluate(() => {
    const blocks = [...reader.readBlocks(document)];
    // NAME.txt holds a page's article; comments under it are other people's texts, each a unit of its own.
    const hasArticle = blocks.some(({ unit }) => unit?.kind === 'article');
    const text = blocks.filter(({ unit }) => !hasArticle || unit?.kind !== 'post').map(({ text }) => text);
    return { read: text.join('\n'), passages: reader.joinPassages(blocks).length };
  });
  return { ...ours, theirs };
}

async function judge(chromium: Chromium, page: Page, passages: number): Promise<Judged> {
  const popup = await openPopup(chromium, page);
  const started = performance.now();
  await popup.getByRole('button', { name: 'Check this page' }).click();
  // A check may be done with what is in the window before the rest of the page has been read.
  let state = await withinMinutes(page, stateWhenDone(popup));
  while (state.passages.length < passages && !state.failure)
    state = await withinMinutes(page, stateWhenDone(popup));
  const seconds = (performance.now() - started) / 1000;
  await popup.close();
  if (state.failure) throw new Error(`${page.url()}: ${state.failure}`);
  const verdicts: Record<string, number> = {};
  for (const { verdict } of state.passages)
    verdicts[verdict ?? 'none'] = (verdicts[verdict ?? 'none'] ?? 0) + 1;
  const likely = state.passages
    .filter(({ verdict }) => verdict === 'likely-ai')
    .map(({ opening }) => opening);
  return { seconds, verdicts, likely };
}

/** A check that never ends is a failure to be named, not to be waited for. */
async function withinMinutes<T>(page: Page, work: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new Error(`${page.url()}: the check did not end in ${JUDGE_MS} ms`)),
      JUDGE_MS,
    );
  });
  try {
    return await Promise.race([work, tooLate]);
  } finally {
    clearTimeout(timer);
  }
}

function summarise(pages: readonly PageFigures[]): void {
  const average = (take: (page: PageFigures) => Overlap): Overlap => ({
    precision: mean(pages.map((page) => take(page).precision)),
    recall: mean(pages.map((page) => take(page).recall)),
    f1: mean(pages.map((page) => take(page).f1)),
  });
  const sum = (values: number[]): number => values.reduce((all, value) => all + value, 0);
  const passages = sum(pages.map((page) => page.passages));
  const likely = sum(pages.map(({ verdicts }) => verdicts['likely-ai'] ?? 0));
  const clean = pages.filter(({ verdicts }) => !verdicts['likely-ai']).length;
  console.log(`telltale     ${figuresOf(average((page) => page))}`);
  console.log(`readability  ${figuresOf(average((page) => page.readability))}`);
  if (readerOnly) return;
  const percent = ((100 * likely) / Math.max(1, passages)).toFixed(2);
  console.log(
    `likely-ai    ${likely} of ${passages} passages (${percent} %); ${clean} of ${pages.length} pages have none`,
  );
}

function figuresOf({ precision, recall, f1 }: Overlap): string {
  return `precision ${precision.toFixed(4)}  recall ${recall.toFixed(4)}  F1 ${f1.toFixed(4)}`;
}

function rowOf(page: PageFigures): string {
  const numbers = [page.precision, page.recall, page.f1, page.readability.f1].map((n) =>
    n.toFixed(3).padStart(9),
  );
  const verdicts = Object.entries(page.verdicts).map(([verdict, n]) => `${verdict} ${n}`);
  return `${page.name.padEnd(30)}${numbers.join('')}${String(page.passages).padStart(9)}${page.seconds.toFixed(1).padStart(8)}  ${verdicts.join(', ')}`;
}

function readArguments(): { folder: string; json: string | undefined; runs: Scripts[]; readerOnly: boolean } {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      json: { type: 'string' },
      scripts: { type: 'string', default: 'both' },
      'reader-only': { type: 'boolean', default: false },
    },
  });
  const [folder] = positionals;
  const { json, scripts } = values;
  if (!folder || (scripts !== 'off' && scripts !== 'on' && scripts !== 'both')) {
    console.error('Usage: npm run bench:pages -- DIR [--json F] [--scripts off|on|both] [--reader-only]');
    process.exit(2);
  }
  return {
    folder,
    json,
    runs: scripts === 'both' ? ['off', 'on'] : [scripts],
    readerOnly: values['reader-only'],
  };
}
