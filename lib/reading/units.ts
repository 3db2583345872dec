import type { Adapter } from './adapters/adapter.ts';
import { statedIn } from './adapters/value.ts';
import { authorOf, DATE, dateOf, permalinkOf } from './bylines.ts';
import type { Centre } from './centre.ts';
import { namesComments } from './hints.ts';
import { isMarkedArticle, isMarkedPost } from './markup.ts';
import { openingOf } from './opening.ts';
import { postsAmong } from './threads.ts';
import type { AuthorUnit } from './types.ts';

/** What an element is to its thread: a unit begins, a unit's body begins, a quote, nothing to read, or nothing special. */
export type Found = { unit: AuthorUnit; inBody: boolean } | 'body' | 'quote' | 'skip' | null;

const ARTICLE_TYPES = /\/\w*(Article|BlogPosting|Report)$/;

type Byline = Pick<AuthorUnit, 'author' | 'date' | 'permalink'>;

/** A unit as it was read last. */
interface Known {
  unit: AuthorUnit;
  /** What stood around its byline: while that is the same, the byline is not searched for again. */
  seen: string;
  /** The same without the byline: a new name over the old words is still the old post. */
  words: string;
}

/**
 * Units live as long as their elements, so that a second reading gives the same ids. Where a page puts another post
 * into the same element, that is another unit, and no verdict of the old one is its own.
 */
const known = new WeakMap<Element, Known>();
/** Of whole pages; their root may be an article besides. */
const pages = new WeakMap<Element, Known>();
let count = 0;

export class UnitFinder {
  readonly #adapter: Adapter | null;
  readonly #siblings = new WeakSet<Element>();

  readonly #centre: Centre;
  /** Without a single date there are no posts to look for. */
  readonly #mayHavePosts: boolean;

  constructor(document: Document, centre: Centre, adapter: Adapter | null) {
    this.#centre = centre;
    this.#adapter = adapter;
    this.#mayHavePosts = adapter === null && document.querySelector(DATE) !== null;
  }

  /** Whether an adapter knows which part of this post its author wrote: then the general rules step back. */
  governs(unit: AuthorUnit | null): boolean {
    return unit?.kind === 'post' && this.#adapter !== null && unit.element.matches(this.#adapter.post);
  }

  enter(element: Element, outer: AuthorUnit | null, inBody: boolean): Found {
    const adapter = this.#adapter;
    if (adapter) {
      if (adapter.skip && element.matches(adapter.skip)) return 'skip';
      if (element.matches(adapter.post)) {
        return { unit: this.#unit(element, 'post', adapter), inBody: element.matches(adapter.body) };
      }
      if (this.governs(outer)) {
        if (adapter.quote && element.matches(adapter.quote)) return 'quote';
        return !inBody && element.matches(adapter.body) ? 'body' : null;
      }
    }
    const kind = this.#siblings.has(element) ? 'post' : kindByStructure(element);
    // Where an adapter knows the posts, what else looks like one is a wrapper or a card.
    if (adapter && kind === 'post') return null;
    if (this.#mayHavePosts) for (const post of postsAmong(element, this.#centre)) this.#siblings.add(post);
    if (!kind) return null;
    // An article inside a post is still that post (a quoted card, a shared link).
    if (kind === 'article' && outer?.kind === 'post') return null;
    return { unit: this.#unit(element, kind, null), inBody: false };
  }

  #unit(element: Element, kind: AuthorUnit['kind'], adapter: Adapter | null): AuthorUnit {
    const old = known.get(element);
    const seen = openingOf(element);
    if (old?.unit.kind === kind && isComplete(old) && old.seen === seen) return old.unit;
    const byline = adapter ? stated(element, adapter) : found(element, kind);
    const now = { kind, element, ...byline };
    return remember(known, now, seen, wordsOf(seen, byline));
  }
}

/**
 * Whether a byline need not be searched for again beside the same words. Those of posts often arrive after the text;
 * in an article without one, the search goes over all of its text. A post without words has them in a shadow tree.
 */
function isComplete({ unit, seen }: Known): boolean {
  return unit.kind === 'article' || (unit.author !== null && seen !== '');
}

function wordsOf(opening: string, { author, date }: Byline): string {
  return opening.replace(author ?? '', '').replace(date ?? '', '');
}

function remember(
  units: WeakMap<Element, Known>,
  now: Omit<AuthorUnit, 'id'>,
  seen: string,
  words: string,
): AuthorUnit {
  const old = units.get(now.element);
  const isSame = old !== undefined && !isAnother(old, now, words);
  // The passages of a unit that stays hold this very object.
  const unit = isSame ? Object.assign(old.unit, now) : { id: `u${++count}`, ...now };
  units.set(now.element, { unit, seen, words });
  return unit;
}

function isAnother({ unit, words: before }: Known, now: Byline, words: string): boolean {
  if (words === before && words !== '') return false;
  if (unit.author === null && now.author !== null) return false;
  return isOther(unit.author, now.author) || isOther(unit.permalink, now.permalink);
}

const isOther = (before: string | null, now: string | null): boolean => before !== null && before !== now;

function stated(post: Element, adapter: Adapter): Byline {
  const inner = adapter.quote ? `${adapter.post}, ${adapter.quote}` : adapter.post;
  const link = statedIn(post, adapter.permalink, inner);
  return {
    author: statedIn(post, adapter.author, inner),
    date: statedIn(post, adapter.date, inner),
    permalink: link === null ? null : absolute(link),
  };
}

/** What names a place on this page without being an address is an anchor. */
function absolute(link: string): string {
  const address = /^(https?:|\/|\?|#|\.)/.test(link) || /[./?=]/.test(link) ? link : `#${link}`;
  return URL.parse(address, document.baseURI)?.href ?? address;
}

function found(element: Element, kind: AuthorUnit['kind']): Byline {
  return {
    author: authorOf(element, kind),
    date: dateOf(element, kind),
    permalink: permalinkOf(element, kind),
  };
}

const NOBODY: Byline = { author: null, date: null, permalink: null };

/** Searching more elements for a byline, once for each way of writing one, takes longer than a frame. */
const MOST_SEARCHED = 30_000;

const isSearchable = (root: Element): boolean => root.getElementsByTagName('*').length <= MOST_SEARCHED;

/** The unit of all text that stands in no article and no post. A page may become another without being loaded. */
export function pageUnit(root: Element): AuthorUnit {
  const { title } = document;
  // The page's head often follows its address a moment later.
  const seen = `${location.href} ${title}`;
  const old = pages.get(root);
  if (old?.seen === seen) return old.unit;
  const byline = isSearchable(root) ? found(root, 'article') : NOBODY;
  const now: Omit<AuthorUnit, 'id'> = { kind: 'article', element: root, ...byline };
  return remember(pages, now, seen, `${title} ${byline.author}`);
}

function kindByStructure(element: Element): AuthorUnit['kind'] | null {
  if (isMarkedPost(element)) return 'post';
  const type = element.getAttribute('itemtype');
  if (type && ARTICLE_TYPES.test(type)) return 'article';
  if (!isMarkedArticle(element)) return null;
  return isAmongComments(element) ? 'post' : 'article';
}

/** Classes of the root and the body describe the whole page (`has-comments`), not what is in it. */
function isAmongComments(element: Element): boolean {
  for (let at: Element | null = element; at && at !== document.body; at = at.parentElement) {
    if (namesComments(at)) return true;
  }
  return false;
}
