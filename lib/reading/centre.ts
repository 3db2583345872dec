import { drawnChildren, type OpenShadowRoot } from './flat-tree.ts';
import { namesComments } from './hints.ts';
import { isNeverRead, isNeverReadRole, tagOf } from './tags.ts';

/** Where a page's running text is: its weight per element, and the elements that hold nearly all of it. */
export interface Centre {
  elements: ReadonlySet<Element>;
  /** The part of the page's running text that an element holds, 0 to 1. */
  shareOf(element: Element): number;
}

/** Labels and link texts are shorter than this and weigh nothing; of longer texts, what goes beyond it counts. */
const LABEL_CHARS = 60;

/** A paragraph counts for no more than this, so that one long one is not taken for the whole text. */
const PARAGRAPH_CHARS = 500;

/** A container that holds this much of the running text has all of it; the rest is teasers and furniture. */
const NEARLY_ALL = 0.8;

/** On a page with little text, one paragraph is a large part of it, and is not to be lost. */
const LITTLE_TEXT = 800;
const ALL_BUT_A_LINE = 0.95;

/** Text in these belongs to nobody's article; posts are found by their own structure wherever they stand. */
const BESIDE = /(?:^|\s)(?:comments?|comments?-(?:area|list|section|thread)|replies|sidebar)(?:$|\s)/i;

/** These are text themselves; what holds the text is around them. */
const PARAGRAPHS = new Set(['p', 'li', 'blockquote', 'dd', 'td', 'span']);

/** Where the page says what the whole text is, there is no need to look for a smaller part of it. */
const WHOLE = 'article, [role=article], [itemprop=articleBody]';

/** Nodes looked at before the caller may stop: about a millisecond. */
const NODES_PER_TURN = 2000;

/**
 * Weighs all text of a page without asking for its layout, and goes down from the root for as long as one child holds
 * nearly everything. Gives control back now and then (5 MB take 20-40 ms in all).
 */
export function* findCentre(root: Element, openShadowRoot?: OpenShadowRoot): Generator<undefined, Centre> {
  const masses = yield* weigh(root, openShadowRoot);
  const total = masses.get(root) ?? 0;
  const least = total * (total < LITTLE_TEXT ? ALL_BUT_A_LINE : NEARLY_ALL);
  const elements = new Set<Element>();
  let element = root;
  for (let next = heaviest(root, masses, least, openShadowRoot); next; ) {
    for (const part of childrenOf(element, openShadowRoot)) {
      if (part instanceof Element && masses.has(part) && areAlike(part, next)) elements.add(part);
    }
    elements.delete(next);
    element = next;
    next = heaviest(element, masses, least, openShadowRoot);
  }
  elements.add(element);
  return { elements, shareOf: (part) => (total === 0 ? 1 : (masses.get(part) ?? 0) / total) };
}

/** Parts of one text (sections, chapters) are of one kind; what stands beside a text is of another. */
function areAlike(a: Element, b: Element): boolean {
  if (a.localName !== b.localName) return false;
  return a.classList.length > 0 && a.classList[0] === b.classList[0] && !namesComments(a);
}

interface Open {
  element: Element;
  children: Iterator<Node>;
  mass: number;
}

/** The weight of every element that has any, children before parents. */
function* weigh(root: Element, openShadowRoot?: OpenShadowRoot): Generator<undefined, Map<Element, number>> {
  const masses = new Map<Element, number>();
  const open: Open[] = [{ element: root, children: childrenOf(root, openShadowRoot), mass: 0 }];
  let nodes = 0;
  for (let top = open.at(-1); top; top = open.at(-1)) {
    const { value: node, done } = top.children.next();
    if (done) {
      open.pop();
      if (top.mass > 0) masses.set(top.element, top.mass);
      const outer = open.at(-1);
      if (outer) outer.mass += top.mass;
    } else if (node.nodeType === Node.TEXT_NODE) {
      top.mass += weightOf((node as Text).data);
    } else if (node instanceof Element && !isBeside(node)) {
      open.push({ element: node, children: childrenOf(node, openShadowRoot), mass: 0 });
    }
    if (++nodes % NODES_PER_TURN === 0) yield undefined;
  }
  return masses;
}

function* childrenOf(element: Element, openShadowRoot?: OpenShadowRoot): Generator<Node> {
  const children = drawnChildren(element, openShadowRoot);
  if (Array.isArray(children)) yield* children;
  else for (let node = children; node; node = node.nextSibling) yield node;
}

function weightOf(text: string): number {
  return text.length <= LABEL_CHARS
    ? 0
    : Math.max(0, Math.min(PARAGRAPH_CHARS, text.trim().length - LABEL_CHARS));
}

function isBeside(element: Element): boolean {
  const tag = tagOf(element);
  if (isNeverRead(tag) || tag === 'aside' || tag === 'a' || tag === 'noscript') return true;
  const role = element.getAttribute('role');
  if (role && (role === 'complementary' || isNeverReadRole(role))) return true;
  return BESIDE.test(element.id) || BESIDE.test(element.getAttribute('class') ?? '');
}

function heaviest(
  element: Element,
  masses: ReadonlyMap<Element, number>,
  least: number,
  openShadowRoot?: OpenShadowRoot,
): Element | null {
  if (least === 0 || element.matches(WHOLE)) return null;
  for (const node of childrenOf(element, openShadowRoot)) {
    if (!(node instanceof Element) || PARAGRAPHS.has(tagOf(node))) continue;
    if ((masses.get(node) ?? 0) >= least) return node;
  }
  return null;
}
