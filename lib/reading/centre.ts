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

/** Nobody marks comments or sidebars on these. */
const WITHIN_TEXT = new Set('p em strong b i span small u br font h1 h2 h3 h4'.split(' '));

/** Where the page says what the whole text is, there is no need to look for a smaller part of it. */
const WHOLE = 'article, [role=article], [itemprop=articleBody]';

/** An element with more children holds a text itself; to look at 100,000 of them takes too long. */
const MOST_CHILDREN = 10_000;

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
    yield undefined;
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

/** The weight of every element that has any, children before parents. */
function* weigh(root: Element, openShadowRoot?: OpenShadowRoot): Generator<undefined, Map<Element, number>> {
  const masses = new Map<Element, number>();
  // Three stacks instead of one of objects: this is the one walk over every node of a page, before anything is read.
  const elements: Element[] = [root];
  const sums: number[] = [0];
  const rests: (Node[] | null)[] = [];
  const enter = (element: Element): Node | null => {
    const children = drawnChildren(element, openShadowRoot);
    rests.push(Array.isArray(children) ? children.slice(1) : null);
    return Array.isArray(children) ? (children[0] ?? null) : children;
  };
  let node = enter(root);
  for (let nodes = 1; elements.length > 0; nodes++) {
    if (nodes % NODES_PER_TURN === 0) yield undefined;
    if (node?.nodeType === Node.ELEMENT_NODE && !isBeside(node as Element)) {
      elements.push(node as Element);
      sums.push(0);
      node = enter(node as Element);
      continue;
    }
    if (node) {
      if (node.nodeType === Node.TEXT_NODE)
        sums[sums.length - 1] = (sums.at(-1) ?? 0) + weightOf((node as Text).data);
    } else {
      node = elements.pop() ?? null;
      const sum = sums.pop() ?? 0;
      rests.pop();
      if (sum > 0 && node) masses.set(node as Element, sum);
      if (sums.length > 0) sums[sums.length - 1] = (sums.at(-1) ?? 0) + sum;
    }
    const rest = rests.at(-1);
    node = rest ? (rest.shift() ?? null) : (node?.nextSibling ?? null);
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
  // Most elements of a page are one of these, and are never anything else.
  if (WITHIN_TEXT.has(tag)) return false;
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
  if (least === 0 || element.matches(WHOLE) || element.childElementCount > MOST_CHILDREN) return null;
  for (const node of childrenOf(element, openShadowRoot)) {
    if (!(node instanceof Element) || PARAGRAPHS.has(tagOf(node))) continue;
    if ((masses.get(node) ?? 0) >= least) return node;
  }
  return null;
}
