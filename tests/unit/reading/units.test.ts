import { parseHTML } from 'linkedom';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Adapter } from '../../../lib/reading/adapters/adapter.ts';
import type { AuthorUnit } from '../../../lib/reading/types.ts';
import { pageUnit, UnitFinder } from '../../../lib/reading/units.ts';

const FIRST = 'The mill had stood empty since the war, and nobody minded but the boy.';
const SECOND = 'The bakery on the bridge has changed hands, and everybody has an opinion.';

let page: { href: string };

/** Opens a page; what is in its `main` is given back. */
function open(html: string, title = ''): Element {
  const dom = parseHTML(
    `<!doctype html><html><head><title>${title}</title></head><body><main>${html}</main></body></html>`,
  );
  page = { href: 'https://club.example/topic' };
  vi.stubGlobal('document', dom.document);
  vi.stubGlobal('NodeFilter', { SHOW_TEXT: 4 });
  vi.stubGlobal('HTMLAnchorElement', dom.HTMLAnchorElement);
  vi.stubGlobal('location', page);
  const first = dom.document.querySelector('main')?.firstElementChild;
  return first as unknown as Element;
}

/** One more pass over the page: the unit of an element. */
function read(element: Element, adapter: Adapter | null = null): AuthorUnit {
  const centre = { elements: new Set<Element>(), shareOf: () => 0 };
  const found = new UnitFinder(document, centre, adapter).enter(element, null, false);
  if (found === null || typeof found !== 'object') throw new Error('It is no unit.');
  return found.unit;
}

function set(element: Element, selector: string, text: string): void {
  const found = element.querySelector(selector);
  if (found) found.textContent = text;
}

const post = (author: string, text: string): string =>
  `<div role="comment"><a class="username" href="/u/1">${author}</a> <time>3 May</time><p>${text}</p></div>`;

afterEach(() => vi.unstubAllGlobals());

describe("a post's unit", () => {
  it('is the same at a second reading', () => {
    const element = open(post('Ana', FIRST));
    const unit = read(element);
    expect(unit).toMatchObject({ kind: 'post', author: 'Ana', date: '3 May' });
    expect(read(element)).toBe(unit);
  });

  it('has no author rather than that of a reply nested in it', () => {
    const nameless = `<div role="comment"><span>[deleted]</span><p>${FIRST}</p>${post('Ben', SECOND)}</div>`;
    expect(read(open(nameless))).toMatchObject({ author: null, date: null });
  });

  it('has the author that stands in its own box, and not that of a quoted article', () => {
    const box = (author: string) =>
      `<article><a class="username" href="/u/1">${author}</a> <p>${FIRST}</p></article>`;
    expect(read(open(`<div role="comment">${box('Ana')}</div>`)).author).toBe('Ana');
    const quoting = `<article><p>${SECOND}</p>${box('Ana')}</article>`;
    const element = open(`<div class="comments">${quoting}</div>`).firstElementChild;
    expect(element && read(element)).toMatchObject({ kind: 'post', author: null });
  });

  it('is not searched for an author further than its own words are likely to reach', () => {
    const replies = `<div><p>${SECOND}</p></div>`.repeat(400) + '<a class="username">Ben</a>';
    expect(read(open(`<div role="comment"><p>${FIRST}</p>${replies}</div>`)).author).toBeNull();
  });

  it('is another one where the page has put the post of another author into its element', () => {
    const element = open(post('Ana', FIRST));
    const before = read(element);
    set(element, 'a', 'Ben');
    set(element, 'time', '4 May');
    set(element, 'p', SECOND);
    const after = read(element);
    expect(after).toMatchObject({ author: 'Ben', date: '4 May' });
    expect(after.id).not.toBe(before.id);
    // Its passages are shown until the new ones are known.
    expect(before).toMatchObject({ author: 'Ana', date: '3 May' });
    expect(read(element)).toBe(after);
  });

  it('is another one where the same author has another post there', () => {
    const html = '<div role="comment" id="c1"><a class="username">Ana</a><p>…</p></div>';
    const element = open(html);
    set(element, 'p', FIRST);
    const before = read(element);
    expect(before.permalink).toBe('https://club.example/topic#c1');
    element.id = 'c2';
    set(element, 'p', SECOND);
    const after = read(element);
    expect(after).toMatchObject({ author: 'Ana', permalink: 'https://club.example/topic#c2' });
    expect(after.id).not.toBe(before.id);
  });

  it('stays while its byline is still arriving', () => {
    const element = open(`<div role="comment"><p>${FIRST}</p></div>`);
    const unit = read(element);
    expect(unit.author).toBeNull();
    element.insertAdjacentHTML('afterbegin', '<a class="username">Ana</a> <time>3 May</time>');
    expect(read(element)).toBe(unit);
    expect(unit).toMatchObject({ author: 'Ana', date: '3 May' });
  });

  it('stays where its author is only named otherwise, its clock moves on or its text is edited', () => {
    const element = open(post('Ana', FIRST));
    const unit = read(element);
    set(element, 'a', 'Ana (away)');
    set(element, 'time', '4 May');
    expect(read(element)).toBe(unit);
    expect(unit.author).toBe('Ana (away)');
    set(element, 'p', `Edited: ${FIRST}`);
    expect(read(element)).toBe(unit);
  });

  it('follows what an adapter reads as well', () => {
    const adapter = {
      ...{ name: 'test', tryOn: '', matches: () => true, post: '.post', body: '.body' },
      ...{ author: ['@data-author'], date: ['time'], permalink: ['@data-link'] },
    };
    const element = open(
      `<div class="post" data-author="Ana" data-link="https://x.example/1"><p class="body">${FIRST}</p></div>`,
    );
    const before = read(element, adapter);
    element.setAttribute('data-author', 'Ben');
    set(element, 'p', SECOND);
    const after = read(element, adapter);
    expect([before.author, after.author]).toEqual(['Ana', 'Ben']);
    expect(after.id).not.toBe(before.id);
  });

  it('is not searched through again while nothing has changed', () => {
    const element = open(post('Ana', FIRST));
    read(element);
    const search = vi.spyOn(element, 'matches');
    read(element);
    expect(search).not.toHaveBeenCalled();
    set(element, 'p', SECOND);
    read(element);
    expect(search).toHaveBeenCalled();
  });
});

describe("an article's unit", () => {
  const article = `<article><h1>The mill</h1><p class="author">Ana</p><p class="text">${FIRST}</p></article>`;

  it('is another one after navigation without loading', () => {
    const element = open(article);
    const before = read(element);
    expect(before).toMatchObject({ author: 'Ana', permalink: 'https://club.example/topic' });
    page.href = 'https://club.example/other';
    set(element, 'h1', 'The baker');
    set(element, '.author', 'Ben');
    set(element, '.text', SECOND);
    const after = read(element);
    expect(after).toMatchObject({ author: 'Ben', permalink: 'https://club.example/other' });
    expect(after.id).not.toBe(before.id);
  });

  it('keeps its address where the reader has only scrolled on to the next article', () => {
    const element = open(article);
    const unit = read(element);
    page.href = 'https://club.example/other';
    expect(read(element)).toBe(unit);
    expect(unit.permalink).toBe('https://club.example/topic');
  });
});

describe("the page's own unit", () => {
  const setAuthor = (name: string): void =>
    document.querySelector('meta[name=author]')?.setAttribute('content', name);

  beforeEach(() => {
    open(`<p>${FIRST}</p>`, 'The mill');
    document.head.insertAdjacentHTML('beforeend', '<meta name="author" content="Ana">');
  });

  it('is another one when the page has become another without being loaded', () => {
    const before = pageUnit(document.body);
    expect(pageUnit(document.body)).toBe(before);
    page.href = 'https://club.example/other';
    setAuthor('Ben');
    const after = pageUnit(document.body);
    expect([before.author, after.author]).toEqual(['Ana', 'Ben']);
    expect(after.permalink).toBe('https://club.example/other');
    expect(after.id).not.toBe(before.id);
  });

  it('follows a head that comes later than the address', () => {
    pageUnit(document.body);
    page.href = 'https://club.example/other';
    pageUnit(document.body);
    setAuthor('Ben');
    document.title = 'The baker';
    expect(pageUnit(document.body).author).toBe('Ben');
  });

  it('stays where only a place in the page has become its address', () => {
    const before = pageUnit(document.body);
    page.href += '#end';
    expect(pageUnit(document.body)).toBe(before);
  });

  it('is not taken for the article that the body may be', () => {
    document.body.setAttribute('itemtype', 'https://schema.org/Article');
    const whole = pageUnit(document.body);
    const own = read(document.body);
    expect([pageUnit(document.body), read(document.body)]).toEqual([whole, own]);
    expect(pageUnit(document.body)).toBe(whole);
    expect(read(document.body)).toBe(own);
  });
});
