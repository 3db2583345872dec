import { isMarkedArticle, isMarkedPost } from './markup.ts';
import type { AuthorUnit } from './types.ts';

const AUTHOR =
  '[itemprop=author] [itemprop=name], [itemprop=author], [rel~=author], .author .fn, .p-author, .byline a, ' +
  'a[class*=author i], a[class*=username i], [class*=author-name i], [class*=username i], [class*=author i], ' +
  'a[href*="/user/"], a[href*="/users/"], a[href*="/u/"], a[href*="/profile/"], a[href*="/member"], a[href*="/@"]';
export const DATE =
  'time[datetime], [itemprop=datePublished], [itemprop=dateCreated], time, [class*=date i], [class*=time i], [class*=posted i]';
const PERMALINK =
  'a[rel~=bookmark], a[itemprop=url], a:has(> time), a[class*=permalink i], [class*=date i] a, time a';

/** Of a post; one with more elements holds its replies, and each of those is searched again. */
const MOST_SEARCHED = 500;

/** An author's name is short; a longer text is a whole byline box that happened to match. */
const LONGEST_NAME = 80;
const LONGEST_DATE = 60;

export function authorOf(element: Element, kind: AuthorUnit['kind']): string | null {
  const name = first(element, AUTHOR, kind, (found) => {
    const text = found.getAttribute('content') ?? found.textContent ?? '';
    return tidy(text, LONGEST_NAME)?.replace(/^by\s+/i, '') ?? null;
  });
  return (
    name ?? (kind === 'article' ? metaContent('meta[name=author], meta[name="article:author_name"]') : null)
  );
}

export function dateOf(element: Element, kind: AuthorUnit['kind']): string | null {
  const date = first(element, DATE, kind, (found) => {
    const stated =
      found.getAttribute('datetime') ?? found.getAttribute('content') ?? found.getAttribute('title');
    return tidy(stated ?? found.textContent ?? '', LONGEST_DATE);
  });
  return (
    date ??
    (kind === 'article' ? metaContent('meta[property="article:published_time"], meta[name=date]') : null)
  );
}

export function permalinkOf(element: Element, kind: AuthorUnit['kind']): string | null {
  if (kind === 'article') {
    const canonical = document.querySelector<HTMLLinkElement>('link[rel=canonical]');
    return canonical?.href || location.href;
  }
  const link = first(element, PERMALINK, kind, (found) => {
    const anchor = found.closest('a') ?? found.querySelector('a');
    return anchor instanceof HTMLAnchorElement && anchor.href ? anchor.href : null;
  });
  if (link) return link;
  // The post that opens a thread has the page's own address.
  if (element.querySelector('h1')) return location.href;
  return element.id ? `${location.href.split('#', 1)[0]}#${element.id}` : null;
}

/** The first value of a match that belongs to this unit itself and not to a reply nested in it. */
function first<T>(
  element: Element,
  selector: string,
  kind: AuthorUnit['kind'],
  read: (found: Element) => T | null,
): T | null {
  const matches = kind === 'post' ? ownMatches(element, selector) : element.querySelectorAll(selector);
  for (const found of matches) {
    const value = read(found);
    if (value !== null) return value;
  }
  return null;
}

function* ownMatches(post: Element, selector: string): Generator<Element> {
  if (post.matches(selector)) yield post;
  // An article in another one is a reply or a quote; in any other post it may be that post's own box.
  const inArticle = isMarkedArticle(post);
  const ahead: Element[] = [];
  pushChildren(ahead, post);
  for (let searched = 0; searched < MOST_SEARCHED; searched++) {
    const next = ahead.pop();
    if (!next) return;
    if (isMarkedPost(next) || (inArticle && isMarkedArticle(next))) continue;
    if (next.matches(selector)) yield next;
    pushChildren(ahead, next);
  }
}

function pushChildren(ahead: Element[], parent: Element): void {
  for (let child = parent.lastElementChild; child; child = child.previousElementSibling) ahead.push(child);
}

function tidy(text: string, longest: number): string | null {
  const plain = text.replace(/\s+/g, ' ').trim();
  return plain !== '' && plain.length <= longest ? plain : null;
}

function metaContent(selector: string): string | null {
  return document.querySelector(selector)?.getAttribute('content')?.trim() || null;
}
