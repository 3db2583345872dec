import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { blocksOf, passagesOf, ReadingBrowser, textOf } from './reading-page.ts';

let browser: ReadingBrowser;
beforeAll(async () => {
  browser = await ReadingBrowser.launch();
});
afterAll(() => browser.close());

const open: Page[] = [];
async function pageOf(name: string): Promise<Page> {
  const page = await browser.open(`cases/${name}`);
  open.push(page);
  return page;
}
const textIn = async (name: string): Promise<string> => textOf(await pageOf(name));

/** The three paragraphs that most fixture pages share. */
const STORY = [/^The mill had stood empty/m, /^He kept his figures/m, /^In the third summer/m];
const expectStory = (text: string): void => {
  for (const paragraph of STORY) expect(text).toMatch(paragraph);
};

describe('what is read and what is not', () => {
  it.each([
    [
      'navigation.html',
      'menus, headers, footers and asides',
      /since 1908|Weather and roads|Letters|bakery|Printed by/,
    ],
    [
      'banner.html',
      'banners and dialogs, but the article hidden behind them',
      /partners|Sunday evening|library/,
    ],
    ['aspnet-form.html', 'a sign-up form, but the page inside a form', /address and we will/],
    ['editors.html', 'editors and text fields', /business|Another editor|never looked at|message is being/],
    ['captions.html', 'captions too short to be judged', /county archive|river in the evening/],
    ['printing.html', 'what is only printed', /think of the trees/],
    ['unselectable.html', 'nothing more where text cannot be selected', /nothing of the kind/],
    [
      'tricks.html',
      'sharing and letters, whatever holds the text is called',
      /eleven networks|for nothing|turn on scripts/,
    ],
    ['single-page.html', 'nothing more of an application', /nothing of the kind/],
  ])('leaves out of %s: %s', async (name, _what, junk) => {
    const text = await textIn(name);
    expectStory(text);
    expect(text).not.toMatch(junk);
  });

  it('reads hidden and collapsed text when it appears, and not before', async () => {
    const page = await pageOf('hidden.html');
    expectStory(await textOf(page));
    expect(await textOf(page)).not.toMatch(/A sentence|surveyor|museum/);
    await page.evaluate(() => {
      document.querySelector('#more')?.setAttribute('open', '');
      document.querySelector('#collapsed')?.classList.remove('fold');
    });
    expect(await textOf(page)).toMatch(/surveyor/);
    expect(await textOf(page)).toMatch(/museum/);
  });

  it('keeps code words in their sentence and leaves blocks of code out', async () => {
    const text = await textIn('code.html');
    expect(text).toContain('Run count --evening after sunset and press Enter when');
    expect(text).not.toMatch(/for bird|echo one line|readFile/);
  });

  it('leaves icons out of the sentence that they stand in', async () => {
    const text = await textIn('icons.html');
    expect(text).toContain('The mill had stood empty since the war, and the swifts');
  });

  it('leaves untranslatable code out, but not a page that only its application marked so', async () => {
    const text = await textIn('translate-no.html');
    expect(text).toMatch(STORY[0] ?? /$/);
    expect(text).not.toContain('KEEP_OUT');
  });

  it('takes two line breaks for a paragraph and one for a line', async () => {
    const blocks = await blocksOf(await pageOf('br-paragraphs.html'));
    expect(blocks.map(({ text }) => text)).toEqual([
      'The mill had stood empty since the war, and the swifts had taken the upper floor.',
      'He kept his figures in a school book,\none line for every evening.',
      'In the third summer the figures fell by half.',
      'He walked to the council with the book under his arm.',
    ]);
  });

  it('finds the paragraphs in div soup and joins them', async () => {
    const passages = await passagesOf(await pageOf('div-soup.html'));
    expect(passages).toHaveLength(1);
    expect(passages[0]?.text).toContain('In the third summer the figures fell by half. He walked');
    expect(passages[0]?.text).not.toMatch(/another one|One more story/);
  });

  it('reads the cells of a table that lays out the page, not those of a table of facts', async () => {
    const text = await textIn('layout-table.html');
    expectStory(text);
    expect(text).not.toMatch(/Letters|1951|wet June|Swifts by year/);
  });

  it('gives what is quoted to nobody', async () => {
    const blocks = await blocksOf(await pageOf('quotes.html'));
    const quotes = blocks.filter(({ kind }) => kind === 'quote');
    expect(quotes.map(({ text }) => text.slice(0, 12))).toEqual([
      'I never saw ',
      'Birds are no',
      'He was a ser',
    ]);
    expect(quotes.every(({ unit }) => unit === null)).toBe(true);
    expect(new Set(blocks.filter(({ kind }) => kind === 'prose').map(({ unit }) => unit?.author))).toEqual(
      new Set(['Ruth Alder']),
    );
  });

  it('joins list items with the paragraph that introduces them', async () => {
    const passages = await passagesOf(await pageOf('lists.html'));
    expect(passages[0]?.text).toMatch(/^Before you begin[\s\S]*A chair[\s\S]*numbered pages[\s\S]*Patience/);
    expect(passages.map(({ text }) => text).join('\n')).toMatch(/Take a coat[\s\S]*sleeps on the wing/);
  });

  it('reads through drop caps and inline formatting', async () => {
    const blocks = await blocksOf(await pageOf('drop-caps.html'));
    expect(blocks.map(({ text }) => text)).toEqual([
      'The mill had stood empty since the war, and the swifts had taken the upper floor. NOBODY minded, because nobody went up there any more.',
      'He kept his figures in a school book, two one line for every evening, and H2O was his word for rain.',
    ]);
  });

  it('leaves footnote marks out and other raised letters in', async () => {
    const text = await textIn('footnotes.html');
    expect(text).toContain(
      'since the war, and the swifts had taken the upper floor. Nobody minded in the least',
    );
    expect(text).toContain('forty m2 under the roof, and it was the 2nd largest');
    expect(text).toContain('three millers');
  });

  it('reads text in any direction', async () => {
    const passages = await passagesOf(await pageOf('right-to-left.html'));
    expect(passages.map(({ language }) => language)).toEqual(['ar']);
    expect(passages[0]?.text).toMatch(/^ظلت الطاحونة خالية منذ الحرب/);
  });

  it('puts text together that is drawn letter by letter', async () => {
    const blocks = await blocksOf(await pageOf('letters.html'));
    expect(blocks.map(({ text }) => text)).toEqual([
      'The mill had stood empty since the war, and the swifts had taken the upper floor.',
      'He kept his figures in a school book, one line for every evening.',
    ]);
  });

  it('hands invisible and foreign letters on as they are, with exact places', async () => {
    const page = await pageOf('zero-width.html');
    const [block] = await blocksOf(page);
    expect(block?.text).toContain('ha\u200cd st\u00adood emp\u2060ty');
    const drawn = await page.evaluate(() => {
      const [passage] = reader.joinPassages(reader.readBlocks(document));
      return passage && reader.rangesOf(passage).join('') === passage.text;
    });
    expect(drawn).toBe(true);
  });

  it('reads XHTML', async () => {
    const text = await textIn('xhtml.xhtml');
    expect(text).toMatch(STORY[0] ?? /$/);
    expect(text).toContain('in a school book,\none line');
    expect(text).not.toContain('CDATA');
  });

  it('reads a plain-text document by its empty lines', async () => {
    const blocks = await blocksOf(await pageOf('plain.txt'));
    expect(blocks.map(({ text }) => text.replaceAll('\n', ' '))).toEqual([
      expect.stringMatching(/^The mill had stood empty.*counted them\.$/),
      expect.stringMatching(/^He kept his figures.*to blame\.$/),
    ]);
  });
});

describe('shadow trees and frames', () => {
  it('reads open shadow trees with what is slotted into them, in the order in which it is drawn', async () => {
    const text = await textIn('shadow.html');
    expect(text).toMatch(/The mill had stood[\s\S]*He kept his figures[\s\S]*He walked to the council/);
    expect(text).not.toContain('sent him to the church');
  });

  it('reads closed shadow trees where the browser opens them', async () => {
    const page = await pageOf('shadow.html');
    const text = await page.evaluate(() => {
      // Chromium gives a parser-made closed root to no page script; its internals do.
      const hosts = new Map<Element, ShadowRoot>();
      const host = document.createElement('closed-box');
      const root = host.attachShadow({ mode: 'closed' });
      root.innerHTML = '<p>The council sent him to the church, and the church sent him to the school.</p>';
      hosts.set(host, root);
      document.querySelector('main')?.append(host);
      const openShadowRoot = (element: HTMLElement): ShadowRoot | null => hosts.get(element) ?? null;
      return [...reader.readBlocks(document, { openShadowRoot })].map((block) => block.text).join('\n');
    });
    expect(text).toContain('sent him to the church');
  });

  it('reads each frame as a document of its own, whatever its origin', async () => {
    const page = await pageOf('frames.html');
    const texts = await Promise.all(page.frames().map(textOf));
    expect(texts[0]).toMatch(STORY[0] ?? /$/);
    expect(texts.slice(1)).toEqual([
      expect.stringMatching(STORY[2] ?? /$/),
      expect.stringMatching(STORY[2] ?? /$/),
    ]);
  });
});

describe('language', () => {
  it('believes the page unless the text plainly disagrees', async () => {
    const passages = await passagesOf(await pageOf('languages.html'));
    expect(passages.map(({ language }) => language)).toEqual(['en', 'de', 'fr', 'zh']);
  });

  it('knows English on a page that claims to be German', async () => {
    const page = await browser.show(
      `<html lang="de"><body><p>${'The mill had stood empty since the war, and the swifts had taken the upper floor of it. '.repeat(3)}</p></body></html>`,
    );
    expect((await passagesOf(page)).map(({ language }) => language)).toEqual(['en']);
  });
});

describe('sensitive pages', () => {
  it.each([
    ['sensitive-password.html', 'password'],
    ['sensitive-card.html', 'card'],
    ['sensitive-code.html', 'one-time-code'],
    ['sensitive-mail.html', 'webmail'],
    ['sensitive-bank.html', 'banking'],
    ['sensitive-health.html', 'health'],
    ['sensitive-hidden-login.html', null],
    ['navigation.html', null],
  ])('%s is refused for its %s', async (name, reason) => {
    const page = await pageOf(name);
    expect(await page.evaluate(() => reader.sensitivity(document))).toBe(reason);
  });
});
