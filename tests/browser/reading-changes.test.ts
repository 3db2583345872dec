import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ReadingBrowser } from './reading-page.ts';

let browser: ReadingBrowser;
beforeAll(async () => {
  browser = await ReadingBrowser.launch();
});
afterAll(() => browser.close());

/** What `watchDocument` said, in order. */
interface Report {
  added: string[];
  moved: string[];
  removed: string[];
  all: string[];
}

async function watch(page: Page): Promise<void> {
  await page.evaluate(() => {
    globalThis.changes = [];
    globalThis.watching = new AbortController();
    reader.watchDocument(document, {
      signal: watching.signal,
      onChange: (change) => {
        changes.push(change);
        dispatchEvent(new Event('reading'));
      },
      onFail: (error) => reportError(error),
    });
  });
}

/** Waits until there have been so many reports. */
async function reports(page: Page, count: number): Promise<Report[]> {
  await page.evaluate(
    (count) =>
      new Promise<void>((resolve) => {
        const look = (): void => {
          if (changes.length >= count) resolve();
        };
        addEventListener('reading', look);
        look();
      }),
    count,
  );
  return page.evaluate(() =>
    changes.map(({ added, moved, removed, passages }) => ({
      added: added.map(({ text }) => text.slice(0, 12)),
      moved: moved.map(({ text }) => text.slice(0, 12)),
      removed,
      all: passages.map(({ text }) => text.slice(0, 12)),
    })),
  );
}

async function open(name: string): Promise<Page> {
  const page = await browser.open(`cases/${name}.html`);
  await watch(page);
  return page;
}

describe('following a page', () => {
  it('reports a page once, even one without text', async () => {
    const page = await browser.show('<main></main>');
    await watch(page);
    expect(await reports(page, 1)).toEqual([{ added: [], moved: [], removed: [], all: [] }]);
  });

  it('adds what infinite scrolling adds and leaves the rest alone', async () => {
    const page = await open('infinite-scroll');
    const [first] = await reports(page, 1);
    await page.evaluate(() => {
      const next = document.createElement('article');
      next.innerHTML =
        '<h2>The council</h2><p>He walked to the council with the book under his arm and asked to speak to whoever was in charge of the sky.</p>';
      document.querySelector('#feed')?.append(next);
    });
    const [, second] = await reports(page, 2);
    expect(second?.added).toEqual(['He walked to']);
    expect(second?.removed).toEqual([]);
    expect(second?.moved).toEqual([]);
    expect(second?.all).toEqual([...(first?.all ?? []), 'He walked to']);
  });

  it('drops what a virtual list recycles, and knows it again when it comes back', async () => {
    const page = await open('virtual-list');
    await reports(page, 1);
    const ids = await page.evaluate(() => changes[0]?.passages.map(({ id }) => id));
    const setRows = (texts: string[]): Promise<void> =>
      page.evaluate((texts) => {
        for (const [i, row] of [...document.querySelectorAll('.row p')].entries())
          row.textContent = texts[i] ?? '';
      }, texts);
    const before = await page.evaluate(() =>
      [...document.querySelectorAll('.row p')].map((p) => p.textContent ?? ''),
    );
    await setRows([
      'Row four says that he kept his figures in a school book, and little else.',
      ...before.slice(0, 2),
    ]);
    const [, second] = await reports(page, 2);
    expect(second?.removed).toEqual(ids);
    await setRows(before);
    const [, , third] = await reports(page, 3);
    expect(third?.added).toEqual(['Row one says']);
    expect(await page.evaluate(() => changes[2]?.passages.map(({ id }) => id))).toEqual(ids);
  });

  it('scores nothing twice when a page draws itself anew with the same text', async () => {
    const page = await open('single-page');
    const [first] = await reports(page, 1);
    await page.evaluate(() => {
      const app = document.querySelector('#app');
      if (app) app.innerHTML = `${app.innerHTML}`;
    });
    const [, second] = await reports(page, 2);
    expect(second).toEqual({ added: [], moved: first?.all, removed: [], all: first?.all });
  });

  it('follows single-page navigation from one article to the next', async () => {
    const page = await open('single-page');
    await reports(page, 1);
    const [old] = await page.evaluate(() => changes[0]?.passages.map(({ id }) => id) ?? []);
    await page.evaluate(() => {
      history.pushState({}, '', '/another');
      const article = document.querySelector('article');
      if (article)
        article.innerHTML =
          '<h1>The baker</h1><p>The bakery on the bridge has changed hands, and the new baker is said to be from the coast. Nobody has seen her yet, but everybody has an opinion.</p>';
    });
    const [, second] = await reports(page, 2);
    expect(second?.added).toEqual(['The bakery o']);
    expect(second?.removed).toContain(old);
  });

  it('names the authors of the posts that a page puts into the elements of others', async () => {
    const post = (author: string, text: string): string =>
      `<li role="comment"><a href="/u/${author}">${author}</a> <time>3 May</time><p>${text} says that the mill had stood empty since the war, and that the swifts had taken the upper floor of it for good.</p></li>`;
    const page = await browser.show(`<ul>${post('Ana', 'Row one')}${post('Ben', 'Row two')}</ul>`);
    await watch(page);
    await reports(page, 1);
    await page.evaluate(() => {
      for (const [i, row] of [...document.querySelectorAll('li')].entries()) {
        const [author, text] = [row.querySelector('a'), row.querySelector('p')];
        if (author) author.textContent = ['Cleo', 'Dan'][i] ?? '';
        if (text) text.textContent = (text.textContent ?? '').replace('Row', 'Another row');
      }
    });
    await reports(page, 2);
    const [before, after] = await page.evaluate(() =>
      changes.map(({ passages }) => passages.map(({ unit }) => ({ author: unit?.author, id: unit?.id }))),
    );
    expect(before?.map(({ author }) => author)).toEqual(['Ana', 'Ben']);
    expect(after?.map(({ author }) => author)).toEqual(['Cleo', 'Dan']);
    expect(new Set([...(before ?? []), ...(after ?? [])].map(({ id }) => id)).size).toBe(4);
  });

  it('names the author of the page that single-page navigation has come to', async () => {
    const page = await browser.open('cases/single-page.html');
    const author = await page.evaluate(() => {
      // Text outside of any article is the page's own.
      const main = document.querySelector('main');
      if (main) main.innerHTML = main.querySelector('article')?.innerHTML ?? '';
      document.head.insertAdjacentHTML('beforeend', '<meta name="author" content="Ana">');
      const read = (): (string | null | undefined)[] =>
        [...reader.readBlocks(document)].map(({ unit }) => unit?.author).slice(0, 1);
      const before = read();
      history.pushState({}, '', '/another');
      document.querySelector('meta[name=author]')?.setAttribute('content', 'Ben');
      return [...before, ...read()];
    });
    expect(author).toEqual(['Ana', 'Ben']);
  });

  it('reads hidden text when a class change shows it', async () => {
    const page = await open('hidden');
    const [first] = await reports(page, 1);
    expect(first?.all).toHaveLength(1);
    await page.evaluate(() => document.querySelector('#collapsed')?.classList.remove('fold'));
    await reports(page, 2);
    const text = await page.evaluate(() => changes[1]?.passages.map((passage) => passage.text).join('\n'));
    expect(text).toContain('museum');
  });

  it('sees changes inside a shadow tree', async () => {
    const page = await open('shadow');
    await reports(page, 1);
    await page.evaluate(() => {
      const paragraph = document.createElement('p');
      paragraph.textContent =
        'At the very end somebody wrote down that the swifts had come back, and had counted them all.';
      document.querySelector('story-page')?.shadowRoot?.append(paragraph);
    });
    await reports(page, 2);
    const text = await page.evaluate(() => changes[1]?.passages.map((passage) => passage.text).join('\n'));
    expect(text).toContain('somebody wrote down');
  });

  it('says nothing of clocks, counters and adverts', async () => {
    const page = await open('single-page');
    await reports(page, 1);
    await page.evaluate(async () => {
      const clock = document.body.appendChild(document.createElement('div'));
      for (let tick = 0; tick < 50; tick++) {
        clock.textContent = `12:00:${tick}`;
        clock.className = `tick-${tick}`;
        await new Promise((resolve) => requestAnimationFrame(resolve));
      }
      // A change that counts ends the wait; nothing may have come before it.
      document.querySelector('article p')?.append(' And that was the end of it, as far as anybody knew.');
    });
    expect(await reports(page, 2)).toHaveLength(2);
  });

  it('has the first passages of a page of 5 MB long before its last', async () => {
    const page = await browser.show('<main></main>');
    await page.evaluate(() => {
      const box = `<div><ul><li><a href="/a">One</a></li><li><a href="/b">Two</a></li></ul><!-- ${'x'.repeat(900)} --><div><div><p>The mill had stood empty since the war, and the swifts had taken the upper floor of it.</p></div></div></div>`;
      const main = document.querySelector('main');
      if (main) main.innerHTML = box.repeat(Math.ceil(5_000_000 / box.length));
    });
    await watch(page);
    const [first] = await reports(page, 2);
    expect(first?.all.length).toBeGreaterThan(0);
    const sizes = await page.evaluate(() =>
      changes.map(({ passages, complete }) => [passages.length, complete]),
    );
    expect(sizes[0]?.[1]).toBe(false);
    expect(Number(sizes[0]?.[0])).toBeLessThan(Number(sizes[1]?.[0]));
  });

  it('stops when it is told to', async () => {
    const page = await open('single-page');
    await reports(page, 1);
    const count = await page.evaluate(async () => {
      watching.abort();
      document.querySelector('article')?.remove();
      // Longer than two passes could take.
      await new Promise((resolve) => setTimeout(resolve, 600));
      return changes.length;
    });
    expect(count).toBe(1);
  });

  it('costs less than 5 % of a core while a page changes 1,000 times a second', async () => {
    const page = await browser.show('<main></main>');
    const share = await page.evaluate(async () => {
      const main = document.querySelector('main');
      if (!main) throw new Error('no main');
      for (let i = 0; i < 300; i++) {
        const paragraph = main.appendChild(document.createElement('p'));
        paragraph.textContent = `Paragraph ${i} says that the mill had stood empty since the war, and that the swifts had taken the upper floor of it for good.`;
      }
      const board = document.body.appendChild(document.createElement('div'));
      board.innerHTML = '<span></span>'.repeat(100);
      const cells = [...board.children] as HTMLElement[];
      const FOR_MS = 3000;
      // The page's own work is the same in both halves; what the reader adds is the difference.
      const busy = async (): Promise<number> => {
        let work = 0;
        const end = performance.now() + FOR_MS;
        let ticks = 0;
        while (performance.now() < end) {
          const began = performance.now();
          for (let i = 0; i < 10; i++) {
            const cell = cells[ticks++ % cells.length];
            if (cell) {
              cell.textContent = String(ticks);
              cell.style.left = `${ticks % 7}px`;
            }
          }
          await Promise.resolve();
          work += performance.now() - began;
          await new Promise((resolve) => setTimeout(resolve, 10));
        }
        return work;
      };
      const alone = await busy();
      let reading = 0;
      const original = globalThis.requestIdleCallback;
      globalThis.requestIdleCallback = (callback, options) =>
        original((deadline) => {
          const began = performance.now();
          callback(deadline);
          queueMicrotask(() => {
            reading += performance.now() - began;
          });
        }, options);
      const control = new AbortController();
      await new Promise<void>((resolve, reject) =>
        reader.watchDocument(document, { signal: control.signal, onChange: () => resolve(), onFail: reject }),
      );
      const watched = await busy();
      control.abort();
      return (Math.max(0, watched - alone) + reading) / FOR_MS;
    });
    expect(share).toBeLessThan(0.05);
  });
});

describe('places on the page', () => {
  it('finds the ranges of any part of a passage', async () => {
    const page = await browser.open('cases/drop-caps.html');
    const parts = await page.evaluate(() => {
      const [passage] = reader.joinPassages(reader.readBlocks(document));
      if (!passage) throw new Error('nothing was read');
      return ['The mill', 'swifts had taken the upper', 'any more.\nHe kept', 'H2O'].map((wanted) => {
        const from = passage.text.indexOf(wanted);
        return [
          wanted,
          reader
            .rangesOf(passage, from, from + wanted.length)
            .map(String)
            .join(''),
        ];
      });
    });
    for (const [wanted, found] of parts) expect(found).toBe(wanted?.replace('\n', ''));
  });

  it('leaves the page as it is', async () => {
    const page = await browser.open('cases/quotes.html');
    const same = await page.evaluate(() => {
      const before = document.documentElement.outerHTML;
      for (const passage of reader.joinPassages(reader.readBlocks(document))) reader.rangesOf(passage);
      reader.sensitivity(document);
      return before === document.documentElement.outerHTML;
    });
    expect(same).toBe(true);
  });

  it('orders passages by what the reader sees: visible, near, far', async () => {
    const page = await browser.show(
      `<main>${[0, 1, 2, 3, 4].map((i) => `<h2>Part ${i}</h2><p style="height:700px">Part ${i} says that the mill had stood empty since the war, and that nobody minded it.</p>`).join('')}</main>`,
    );
    const order = await page.evaluate(() => {
      window.scrollTo(0, 2300);
      return reader
        .visibleFirst(reader.joinPassages(reader.readBlocks(document)))
        .map(({ text }) => text.slice(5, 6));
    });
    expect(order).toEqual(['3', '1', '2', '4', '0']);
  });
});
