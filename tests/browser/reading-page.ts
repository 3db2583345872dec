import { readFileSync } from 'node:fs';
import {
  type Browser,
  type BrowserContext,
  chromium,
  type Frame,
  type Page,
  type Route,
} from 'playwright-core';
import { bundle } from '../../bench/pages-reader.ts';
import type * as Reader from '../../lib/reading/index.ts';
import { findChromium, ROOT_ARGS } from './find-browser.ts';

// The reader in a real page, without the rest of the extension: layout is half of what it goes by.

declare global {
  var reader: typeof Reader;
  /** What a test in a page keeps from one call to the next. */
  var changes: Reader.Changes[];
  var watching: AbortController;
}

export interface ReadUnit {
  kind: string;
  author: string | null;
  date: string | null;
  permalink: string | null;
}

export interface ReadBlock {
  text: string;
  kind: string;
  unit: ReadUnit | null;
  lang: string | null;
}

export interface ReadPassage {
  id: string;
  text: string;
  words: number;
  language: string | null;
  author: string | null;
  quoted: boolean;
}

const PAGES = new URL('../pages/', import.meta.url);
/** Any host of this kind serves the fixture pages, so that a test can have frames of another origin. */
export const ORIGIN = 'http://pages.test';

export class ReadingBrowser {
  readonly #browser: Browser;
  readonly #context: BrowserContext;
  readonly #code: string;

  private constructor(browser: Browser, context: BrowserContext, code: string) {
    this.#browser = browser;
    this.#context = context;
    this.#code = code;
  }

  static async launch(): Promise<ReadingBrowser> {
    const [browser, code] = await Promise.all([
      chromium.launch({
        executablePath: findChromium(),
        args: ROOT_ARGS,
      }),
      bundle('lib/reading/index.ts'),
    ]);
    const context = await browser.newContext({ viewport: { width: 1000, height: 800 } });
    await context.route(/^http:\/\/[\w.-]+\.test\//, serve);
    return new ReadingBrowser(browser, context, code);
  }

  /** Opens a fixture page with the reader in it and in all its frames. */
  async open(path: string): Promise<Page> {
    const page = await this.#context.newPage();
    await page.goto(`${ORIGIN}/${path}`);
    for (const frame of page.frames()) await frame.evaluate(this.#code);
    return page;
  }

  /** Opens a page made of this HTML. */
  async show(html: string): Promise<Page> {
    const page = await this.#context.newPage();
    await page.setContent(html);
    await page.evaluate(this.#code);
    return page;
  }

  close(): Promise<void> {
    return this.#browser.close();
  }
}

const TYPES: Record<string, string> = { xhtml: 'application/xhtml+xml', txt: 'text/plain' };

function serve(route: Route): Promise<void> {
  const { pathname } = new URL(route.request().url());
  const contentType = TYPES[pathname.split('.').at(-1) ?? ''] ?? 'text/html';
  try {
    return route.fulfill({ contentType, body: readFileSync(new URL(`.${pathname}`, PAGES)) });
  } catch {
    return route.fulfill({ status: 404, body: '' });
  }
}

export const blocksOf = (page: Page | Frame): Promise<ReadBlock[]> =>
  page.evaluate(() =>
    [...reader.readBlocks(document)].map(({ text, kind, unit, lang }) => ({
      text,
      kind,
      lang,
      unit: unit && {
        kind: unit.kind,
        author: unit.author,
        date: unit.date,
        permalink: unit.permalink,
      },
    })),
  );

export const passagesOf = (page: Page | Frame): Promise<ReadPassage[]> =>
  page.evaluate(() =>
    reader.joinPassages(reader.readBlocks(document)).map((passage) => ({
      id: passage.id,
      text: passage.text,
      words: passage.words,
      language: reader.languageOf(passage),
      author: passage.unit?.author ?? null,
      quoted: passage.unit === null,
    })),
  );

/** All text that was read, to look for what should or should not be in it. */
export async function textOf(page: Page | Frame): Promise<string> {
  return (await blocksOf(page)).map(({ text }) => text).join('\n');
}
