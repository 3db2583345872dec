import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { DocumentState } from '../../lib/protocol/messages.ts';
import { type Chromium, launchChromium } from './chromium.ts';
import { stateWhen, timeSelection, type Wanted } from './page-state.ts';
import { openPopup } from './popup.ts';
import { type Served, serve } from './serve.ts';
import { recordTasks, type Tasks } from './tasks.ts';

// A page may slow itself down, never the browser. Each page of tests/pages/hostile is checked like any other; what it
// costs is measured in processor time.

// Half of this time goes into loading pages that are slow without us.
vi.setConfig({ testTimeout: 120_000 });

const LONGEST_TASK_MS = 50;
const OTHER_TAB_MS = 2000;
/** A whole minute by `npm run hostile`. */
const MUTATION_SECONDS = Number(process.env.TELLTALE_MUTATION_SECONDS ?? 10);
/** What a check may add to the heap of a page's process, whatever the page's size. */
const MOST_HEAP_BYTES = 150_000_000;

interface Checked {
  page: Page;
  popup: Page;
  state: DocumentState;
  tasks: Tasks;
  /** How long another tab waited for the engine while this page was being checked. */
  otherTabMs: number;
  heapGrowth: number;
}

let served: Served;
let chromium: Chromium;
let other: Page;

beforeAll(async () => {
  served = await serve('tests/pages/hostile');
  chromium = await launchChromium();
  chromium.context.setDefaultTimeout(60_000);
  other = await chromium.context.newPage();
  await other.goto(`chrome-extension://${chromium.extensionId}/popup.html`);
  // The first score of all loads the model; that is measured elsewhere.
  await timeSelection(other);
});

// Also where a test fails: its second try must not run beside a page that is slow by intention.
afterEach(async () => {
  for (const page of chromium.context.pages()) if (page !== other) await page.close();
});

afterAll(async () => {
  await chromium?.close();
  await served?.close();
});

async function check(
  name: string,
  until: Wanted,
  meanwhile = (_: Page): Promise<unknown> => Promise.resolve(),
): Promise<Checked> {
  const page = await chromium.context.newPage();
  await page.goto(`${served.origin}/${name.includes('.html') ? name : `${name}.html`}`);
  const popup = await openPopup(chromium, page);
  const heapBefore = await heapOf(page);
  const stop = await recordTasks(page);
  await popup.getByRole('button', { name: 'Check this page' }).click();
  const otherTabMs = await timeSelection(other);
  const state = await stateWhen(popup, until);
  await meanwhile(page);
  const tasks = await stop();
  return { page, popup, state, tasks, otherTabMs, heapGrowth: (await heapOf(page)) - heapBefore };
}

/** All worlds of a page share one heap: the page's own scripts and ours. */
async function heapOf(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  await session.detach();
  return usedSize;
}

function expectHarmless({ tasks, otherTabMs, heapGrowth }: Checked): void {
  expect(tasks.longestMs, tasks.parts.join('\n')).toBeLessThan(LONGEST_TASK_MS);
  expect(otherTabMs).toBeLessThan(OTHER_TAB_MS);
  expect(heapGrowth).toBeLessThan(MOST_HEAP_BYTES);
}

/** The page has made all its changes. */
const settled = (page: Page): Promise<unknown> =>
  page.waitForFunction(() => document.title === 'settled', null, {
    timeout: MUTATION_SECONDS * 2000 + 30_000,
  });

const isJudged = ({ probability }: { probability: number | null }): boolean => probability !== null;

/** The cells of an exported file, as a spreadsheet reads them. */
async function exported(panel: Page, name: 'CSV'): Promise<string[][]> {
  const downloading = panel.waitForEvent('download');
  await panel.getByRole('button', { name, exact: true }).click();
  const text = await readFile(await (await downloading).path(), 'utf8');
  const rows: string[][] = [[]];
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|$)/g)) {
    if (quoted === undefined && plain === '' && end === '') break;
    rows.at(-1)?.push(quoted?.replaceAll('""', '"') ?? plain ?? '');
    if (end === '\r\n') rows.push([]);
  }
  return rows.filter((cells) => cells.length > 0);
}

describe('a page of hostile size', () => {
  it('has one paragraph of 10 MB: judged by its beginning', async () => {
    const checked = await check('huge-paragraph', 'ended');
    expectHarmless(checked);
    const { phase, passages } = checked.state;
    expect(phase).toBe('done');
    expect(passages.filter(isJudged).length).toBeGreaterThan(0);
    expect(passages.reduce((sum, { words }) => sum + words, 0)).toBeLessThan(10_000);
    // What was not judged is not passed over in silence.
    expect(passages.filter(({ isCut }) => isCut)).toHaveLength(1);
    await checked.popup.getByText('1 passage is very long. Only its first 20,000 characters').waitFor();
  });

  it('has 100,000 paragraphs: the first are judged, and it says that it is cut', async () => {
    const checked = await check('many-paragraphs', 'cut');
    expectHarmless(checked);
    expect(checked.state.passages).toHaveLength(3000);
    expect(checked.state.passages.slice(0, 3).every(({ final }) => final)).toBe(true);
    await checked.popup.getByRole('button', { name: 'Stop' }).click();
    await checked.popup.getByText(/very long.* 3,000 passages/).waitFor();
  });

  it('is nested 10,000 deep: the text at the bottom is read', async () => {
    const checked = await check('deep-nesting', 'ended');
    expectHarmless(checked);
    expect(checked.state.phase).toBe('done');
    expect(checked.state.passages.length).toBeGreaterThanOrEqual(4);
  });

  it('has 50 frames: each is judged by itself', async () => {
    const checked = await check('frames', 'ended');
    expectHarmless(checked);
    await checked.popup.waitForFunction(() => /53 passages/.test(document.body.innerText));
  });
});

describe('a page that does not hold still', () => {
  it(
    'changes 1,000 times a second: what stands still is judged, and in the end all of it',
    async () => {
      const checked = await check(`mutations.html?seconds=${MUTATION_SECONDS}`, 'visible judged', settled);
      expectHarmless(checked);
      expect(checked.state.passages[0]?.final).toBe(true);
      const openings = await checked.page.$$eval('p', (all) => all.map((p) => p.textContent?.slice(0, 30)));
      const finals = async (): Promise<(string | undefined)[]> => {
        const { passages } = await stateWhen(checked.popup, 'ended');
        return passages.filter(({ final }) => final).map(({ opening }) => opening.slice(0, 30));
      };
      await expect.poll(finals, { timeout: 60_000 }).toEqual(openings);
    },
    120_000 + MUTATION_SECONDS * 2000,
  );

  it('changes its text while it is scored: every verdict is of the text that is there at the end', async () => {
    const checked = await check('changing-text', 'visible judged');
    await checked.page.waitForFunction(() => document.title === 'settled');
    const openings = await checked.page.$$eval('p', (all) => all.map((p) => p.textContent?.slice(0, 30)));
    const finals = async (): Promise<(string | undefined)[]> => {
      const { passages } = await stateWhen(checked.popup, 'ended');
      return passages.filter(({ final }) => final).map(({ opening }) => opening.slice(0, 30));
    };
    await expect.poll(finals, { timeout: 20_000 }).toEqual(openings);
    expectHarmless(checked);
  });
});

describe('a page that lies', () => {
  it('has replaced its built-ins: they are not ours, and the verdicts are as anywhere', async () => {
    const checked = await check('overridden', 'ended');
    expectHarmless(checked);
    expect(checked.state.phase).toBe('done');
    expect(checked.state.passages).toHaveLength(10);
    expect(checked.state.passages.every(isJudged)).toBe(true);
  });

  it('knows our names: its own marks do not stop ours, and a card that it removes breaks nothing', async () => {
    const checked = await check('our-names', 'ended');
    expectHarmless(checked);
    const { page } = checked;
    expect(checked.state.phase).toBe('done');
    await page.bringToFront();
    await chromium.command(page, 'next-mark');
    await page.waitForFunction(() => (globalThis as unknown as { cardsRemoved: number }).cardsRemoved > 0);
    await chromium.command(page, 'next-mark');
    await page.waitForFunction(() => (globalThis as unknown as { cardsRemoved: number }).cardsRemoved > 1);
    expect((await stateWhen(checked.popup, 'ended')).phase).toBe('done');
  });

  it('holds scripts, markup and formulas: they stay text in our pages', async () => {
    const checked = await check('markup', 'ended');
    expectHarmless(checked);
    const panel = await chromium.context.newPage();
    const { hash } = new URL(checked.popup.url());
    await panel.goto(`chrome-extension://${chromium.extensionId}/sidepanel.html${hash}`);
    await panel.getByText('<b>bold</b>@SUM(1+1)').first().waitFor();
    for (const view of [panel, checked.popup]) {
      expect(await view.locator('img[src="x"], b').count()).toBe(0);
      expect(await view.locator('a[href^="javascript:"]').count()).toBe(0);
    }
    const csv = await exported(panel, 'CSV');
    expect(csv.length).toBeGreaterThan(4);
    expect(csv.flat().filter((cell) => /^\s*[=+\-@]|;\s*[=+\-@]/.test(cell))).toEqual([]);
    expect(csv.flat()).toContain(`'=HYPERLINK("http://evil.example","x")`);
    for (const view of [panel, checked.popup, checked.page])
      expect(await view.evaluate(() => 'hurt' in globalThis)).toBe(false);
  });

  it.each(['bidi', 'surrogates'])('hides its text behind invisible characters: %s', async (name) => {
    const checked = await check(name, 'ended');
    expectHarmless(checked);
    expect(checked.state.phase).toBe('done');
    expect(checked.state.passages.filter(isJudged).length).toBeGreaterThanOrEqual(8);
  });
});
