import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { bundle } from '../../bench/pages-reader.ts';
import type * as Memory from '../../lib/hosting/score-memory.ts';
import { findChromium, ROOT_ARGS } from './find-browser.ts';
import { type Served, serve } from './serve.ts';
import { addScores } from './stored-scores.ts';

// The memory of scores on a real database, with a clock that the test sets.

declare global {
  var memoryRoom: typeof Memory;
  /** The memory under test, and its clock in days. */
  var memory: Memory.ScoreMemory;
  var day: number;
}

type Prepared = Parameters<Memory.ScoreMemory['keep']>[1];

let served: Served;
let browser: Browser;
let code: string;
let page: Page;

beforeAll(async () => {
  served = await serve('demo/pages');
  browser = await chromium.launch({ executablePath: findChromium(), args: ROOT_ARGS });
  code = await bundle('lib/hosting/score-memory.ts', 'memoryRoom');
});

afterAll(async () => {
  await browser?.close();
  await served?.close();
});

beforeEach(async () => {
  // A profile of its own: an empty disk.
  page = await (await browser.newContext()).newPage();
  await page.goto(`${served.origin}/thread.html`);
  await page.evaluate(code);
  await setDay(1000);
  await beginProcess();
});

afterEach(() => page.context().close());

/** A new memory on the same database, as in another process of the browser's. */
const beginProcess = (): Promise<void> =>
  page.evaluate(() => {
    globalThis.memory = new memoryRoom.ScoreMemory(() => day * 86_400_000);
  });

/** What the reader has set. */
const keepFor = (days: number): Promise<void> => page.evaluate((days) => memory.keepFor(days), days);

/** Keeps texts numbered from `first`, each with its number as evidence, where the reader has set so many days. */
const keep = async (first: number, count: number, days = 30): Promise<void> => {
  await keepFor(days);
  await ask(first, count, days);
};

/** The same as a page asks for it, whatever the reader has set. */
const ask = (first: number, count: number, days: number): Promise<void> =>
  page.evaluate(
    async ([first, count, days]) => {
      const numbers = Array.from({ length: count }, (_, i) => first + i);
      await Promise.all(
        numbers.map((n) => memory.keep('m 1', { ids: [n], counts: [1] } as unknown as Prepared, [n], days)),
      );
    },
    [first, count, days] as const,
  );

const recall = (n: number, days = 30): Promise<number[] | null> =>
  page.evaluate(
    async ([n, days]) => {
      const [evidence] = await memory.recall('m 1', [{ ids: [n], counts: [1] } as unknown as Prepared], days);
      return evidence ?? null;
    },
    [n, days] as const,
  );

const count = (): Promise<number> => page.evaluate(() => memory.count());

const setDay = (to: number): Promise<void> =>
  page.evaluate((to) => {
    globalThis.day = to;
  }, to);

/** Puts entries of an earlier day straight into the database. */
const fill = (entries: number, day: number): Promise<void> => addScores(page, entries, day * 86_400_000);

/** How much the page's site may store. */
async function allowBytes(quotaSize: number): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send('Storage.overrideQuotaForOrigin', { origin: served.origin, quotaSize });
}

describe('the age of a score', () => {
  it('is 30 days at most: then it is not recalled, and swept away', async () => {
    await keep(1, 1);
    await setDay(1029.9);
    expect(await recall(1)).toEqual([1]);
    await setDay(1030.1);
    expect(await recall(1)).toBeNull();
    expect(await count()).toBe(1);
    // A process sweeps when it opens the memory, and with its first write; the next ones are another process's.
    await beginProcess();
    await keep(2, 1);
    expect(await count()).toBe(1);
    expect(await recall(2)).toEqual([2]);
  });

  it('is what the reader sets, from the next write on', async () => {
    await keep(1, 3);
    await setDay(1002);
    expect(await recall(1, 1)).toBeNull();
    await keep(4, 1, 1);
    expect(await count()).toBe(1);
  });

  it('ends also where nothing is written any more', async () => {
    await keep(1, 3);
    await setDay(1031);
    await keep(4, 1);
    await setDay(1032);
    await beginProcess();
    await keepFor(30);
    await fill(1500, 1001);
    // The memory is opened by whoever asks first.
    expect(await recall(4)).toEqual([4]);
    await expect.poll(count).toBe(1);
  });

  it('does not suffer from a clock that is set back, or forward and back again', async () => {
    await keep(1, 1);
    await setDay(990);
    expect(await recall(1)).toEqual([1]);
    await setDay(5000);
    expect(await recall(1)).toBeNull();
    await keep(2, 1);
    await setDay(1001);
    expect(await recall(1)).toEqual([1]);
    // Entries from a far future would else stay for ever.
    expect(await recall(2)).toBeNull();
    await keep(3, 1, 29);
    expect(await count()).toBe(2);
  });
});

describe('a reader who wants nothing remembered', () => {
  it('has everything forgotten at once, and nothing more kept, be it asked for before', async () => {
    await keep(1, 3);
    await keepFor(0);
    expect(await count()).toBe(0);
    await ask(4, 1, 30);
    expect(await recall(4)).toBeNull();
    expect(await count()).toBe(0);
    await keep(5, 1);
    expect(await recall(5)).toEqual([5]);
  });

  it('has that forgotten as well which another process has kept', async () => {
    await keep(1, 3);
    await beginProcess();
    await keepFor(0);
    expect(await count()).toBe(0);
    await beginProcess();
    expect(await recall(1)).toBeNull();
  });

  it('is not a private window: there nothing is looked up or kept, and nothing forgotten', async () => {
    await keep(1, 3);
    await ask(4, 1, 0);
    expect(await recall(1, 0)).toBeNull();
    expect(await count()).toBe(3);
    expect(await recall(1)).toEqual([1]);
  });
});

describe('the number of scores', () => {
  it('is 50,000 at most; the oldest go', async () => {
    await keep(1, 1);
    await fill(30_000, 990);
    await fill(20_500, 995);
    await beginProcess();
    await keep(2, 1);
    expect(await count()).toBe(50_000);
    expect(await recall(1)).toEqual([1]);
    expect(await recall(2)).toEqual([2]);
  });

  it('is what the reader sets, from the next write on', async () => {
    await keep(1, 1);
    await fill(1500, 990);
    await page.evaluate(() => memory.limit(1000));
    expect(await count()).toBe(1501);
    await keep(2, 1);
    expect(await count()).toBe(1000);
    expect(await recall(1)).toEqual([1]);
  });
});

describe('a disk without room', () => {
  it('keeps nothing and breaks nothing; the next process tries again', async () => {
    await allowBytes(1);
    await keep(1, 3);
    expect(await recall(1)).toBeNull();
    expect(await count()).toBe(0);
    await allowBytes(1e9);
    await beginProcess();
    await keep(4, 1);
    expect(await recall(4)).toEqual([4]);
  });

  it('makes the oldest scores give way', async () => {
    await allowBytes(500_000);
    const { refused, left } = await page.evaluate(async () => {
      const long = Array.from({ length: 2000 }, (_, i) => i / 7);
      for (let n = 1; n < 200; n += 5) {
        const passages = Array.from(
          { length: 5 },
          (_, i) => ({ ids: [n + i], counts: [1] }) as unknown as Prepared,
        );
        await Promise.all(passages.map((prepared) => memory.keep('m 1', prepared, long, 30)));
        globalThis.day += 0.01;
        const [first] = await memory.recall('m 1', passages, 30);
        if (!first) return { refused: n, left: await memory.count() };
      }
      return { refused: 0, left: 0 };
    });
    expect(refused).toBeGreaterThan(2);
    expect(left).toBeLessThan(refused - 1);
    expect(left).toBeGreaterThan(0);
    expect(await recall(1)).toBeNull();
    expect(await recall(refused - 1)).not.toBeNull();
  });
});

describe('a database that fails', () => {
  it('by never answering is asked once and no more', async () => {
    // Another page of ours holds it open, as for a change of version that never ends.
    const other = await page.context().newPage();
    await other.goto(`${served.origin}/thread.html`);
    await other.evaluate(
      () =>
        new Promise<void>((resolve) => {
          const opening = indexedDB.open('telltale-scores', 1);
          opening.onupgradeneeded = () => {
            const store = opening.result.createObjectStore('busy');
            const again = (): void => {
              store.count().onsuccess = again;
            };
            again();
            resolve();
          };
        }),
    );
    const began = Date.now();
    expect(await recall(1)).toBeNull();
    expect(Date.now() - began).toBeGreaterThan(4500);
    const second = Date.now();
    expect(await recall(1)).toBeNull();
    await keep(1, 1);
    expect(Date.now() - second).toBeLessThan(1000);
    // Whoever asks for these waits, and is answered all the same.
    expect(await count()).toBe(0);
    await page.evaluate(() => memory.forget());
  });

  it('by being deleted from elsewhere is made anew', async () => {
    await keep(1, 1);
    const other = await page.context().newPage();
    await other.goto(`${served.origin}/thread.html`);
    await other.evaluate(
      () =>
        new Promise<void>((resolve, reject) => {
          const deleting = indexedDB.deleteDatabase('telltale-scores');
          deleting.onsuccess = () => resolve();
          deleting.onerror = () => reject(deleting.error);
        }),
    );
    expect(await recall(1)).toBeNull();
    await keep(2, 1);
    expect(await recall(2)).toEqual([2]);
  });

  it('by not existing at all is the same as an empty one', async () => {
    await page.evaluate(() => Object.defineProperty(globalThis, 'indexedDB', { value: undefined }));
    await keep(1, 1);
    expect(await recall(1)).toBeNull();
    expect(await count()).toBe(0);
    await page.evaluate(() => memory.forget());
  });
});
