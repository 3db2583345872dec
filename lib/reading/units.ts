import type { Adapter } from './adapters/adapter.ts';
import { adapterFor } from './adapters/index.ts';
import { authorOf, dateOf, permalinkOf } from './bylines.ts';
import { namesComments } from './hints.ts';
import { postsAmong } from './threads.ts';
import type { AuthorUnit } from './types.ts';

/** What an element is to its thread: a unit begins, a unit's body begins, a quote, nothing to read, or nothing special. */
export type Found = { unit: AuthorUnit; inBody: boolean } | 'body' | 'quote' | 'skip' | null;

const COMMENT_TYPES =
  /\/(Comment|UserComments|Answer|Question|DiscussionForumPosting|SocialMediaPosting|Review)$/;
const ARTICLE_TYPES = /\/\w*(Article|BlogPosting|Report)$/;

/** Units live as long as their elements, so that a second reading gives the same ids. */
const known = new WeakMap<Element, AuthorUnit>();
let count = 0;

export class UnitFinder {
  readonly #adapter: Adapter | null;
  readonly #siblings = new WeakSet<Element>();

  constructor(document: Document) {
    this.#adapter = adapterFor(document);
  }

  enter(element: Element, outer: AuthorUnit | null, inBody: boolean): Found {
    const adapter = this.#adapter;
    if (adapter) {
      if (adapter.skip && element.matches(adapter.skip)) return 'skip';
      if (element.matches(adapter.post)) {
        const body = !adapter.body || element.matches(adapter.body);
        return { unit: this.#unit(element, 'post', adapter), inBody: body };
      }
      if (outer?.kind === 'post') {
        if (adapter.quote && element.matches(adapter.quote)) return 'quote';
        if (!inBody && adapter.body && element.matches(adapter.body)) return 'body';
        return null;
      }
    }
    const kind = this.#siblings.has(element) ? 'post' : kindByStructure(element);
    for (const post of postsAmong(element)) this.#siblings.add(post);
    if (!kind) return null;
    // An article inside a post is still that post (a quoted card, a shared link).
    if (kind === 'article' && outer?.kind === 'post') return null;
    return { unit: this.#unit(element, kind, null), inBody: false };
  }

  /** Whether text here belongs to the post around it, where an adapter knows the posts' bodies. */
  reads(unit: AuthorUnit | null, inBody: boolean): boolean {
    return (
      inBody || unit?.kind !== 'post' || !this.#adapter?.body || !unit.element.matches(this.#adapter.post)
    );
  }

  #unit(element: Element, kind: AuthorUnit['kind'], adapter: Adapter | null): AuthorUnit {
    const old = known.get(element);
    if (old && old.kind === kind && old.author !== null) return old;
    const unit: AuthorUnit = {
      id: old?.id ?? `u${++count}`,
      kind,
      element,
      author: authorOf(element, kind, adapter?.author),
      date: dateOf(element, kind, adapter?.date),
      permalink: permalinkOf(element, kind, adapter?.permalink),
    };
    known.set(element, unit);
    return unit;
  }
}

/** The unit of all text that stands in no article and no post. */
export function pageUnit(root: Element): AuthorUnit {
  const old = known.get(root);
  if (old) return old;
  const unit: AuthorUnit = {
    id: `u${++count}`,
    kind: 'article',
    element: root,
    author: authorOf(root, 'article'),
    date: dateOf(root, 'article'),
    permalink: permalinkOf(root, 'article'),
  };
  known.set(root, unit);
  return unit;
}

function kindByStructure(element: Element): AuthorUnit['kind'] | null {
  if (element.getAttribute('role') === 'comment') return 'post';
  const type = element.getAttribute('itemtype');
  if (type && COMMENT_TYPES.test(type)) return 'post';
  if (type && ARTICLE_TYPES.test(type)) return 'article';
  if (element.localName !== 'article' && element.getAttribute('role') !== 'article') return null;
  return isAmongComments(element) ? 'post' : 'article';
}

/** Classes of the root and the body describe the whole page (`has-comments`), not what is in it. */
function isAmongComments(element: Element): boolean {
  for (let at: Element | null = element; at && at !== document.body; at = at.parentElement) {
    if (namesComments(at)) return true;
  }
  return false;
}
