import { type Changes, compare, inParts, isEmpty } from './compare.ts';
import { passagesIn } from './passages.ts';
import { areRelevant, holdsText } from './relevance.ts';
import { inSlices } from './slices.ts';
import type { Passage } from './types.ts';
import { type WalkOptions, walk } from './walker.ts';

export interface WatchOptions extends Omit<WalkOptions, 'onShadowRoot'> {
  signal: AbortSignal;
  /**
   * Called while the first pass is under way, as soon as what is in the window has been read; once when it is complete,
   * even if the page has no text; and then after each pass that found a change.
   */
  onChange(changes: Changes): void;
  /** The page cannot be read: something on it broke the reader. Nothing follows. */
  onFail(error: unknown): void;
}

/** A book of 240,000 words; what a page holds beyond it is not read. */
const MOST_PASSAGES = 3000;

/** Passages reported at a time: what follows for each (ranges, places, questions) takes 50-100 µs. */
const PART = 200;

/** No more than one pass in this time, however busy the page. */
const SETTLE_MS = 200;

/** All passes together take at most this share of one core: a slow pass is followed by a long rest. */
const SHARE_OF_A_CORE = 0.03;

/** Attributes that show or hide text, or say what it is. */
const ATTRIBUTES = ['class', 'style', 'hidden', 'open', 'aria-hidden', 'lang', 'contenteditable', 'slot'];

/** When text appears that was in the page before: faded in, unfolded, laid out anew. */
const LATE_EVENTS = ['transitionend', 'animationend', 'toggle', 'change'];

/** Reads a document now and again after each change, until the signal says stop. */
export function watchDocument(root: Document | Element, options: WatchOptions): void {
  new Watch(root, options).start();
}

class Watch {
  readonly #root: Document | Element;
  readonly #options: WatchOptions;
  readonly #observer: MutationObserver;
  readonly #observed = new WeakSet<Node>();
  #current = new Map<string, Passage>();
  #isFirst = true;
  #dirty = false;
  #resting = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(root: Document | Element, options: WatchOptions) {
    this.#root = root;
    this.#options = options;
    this.#observer = new MutationObserver((records) => {
      if (!this.#dirty && areRelevant(records)) this.#mark();
    });
  }

  start(): void {
    const { signal } = this.#options;
    if (signal.aborted) return;
    this.#observe(this.#root);
    const late = { signal, passive: true, capture: true };
    for (const event of LATE_EVENTS) {
      this.#root.addEventListener(
        event,
        ({ target }) => holdsText(target as Node | null) && this.#mark(),
        late,
      );
    }
    window.addEventListener('resize', () => this.#mark(), late);
    signal.addEventListener('abort', () => {
      this.#observer.disconnect();
      clearTimeout(this.#timer);
    });
    this.#begin();
  }

  #observe(root: Node): void {
    if (this.#observed.has(root)) return;
    this.#observed.add(root);
    const all = { subtree: true, childList: true, characterData: true, attributes: true };
    this.#observer.observe(root, { ...all, attributeFilter: ATTRIBUTES });
  }

  /** Something may have changed: a pass follows as soon as the last one's rest is over. */
  #mark(): void {
    this.#dirty = true;
    if (!this.#resting) this.#rest(SETTLE_MS);
  }

  #rest(ms: number): void {
    this.#resting = true;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#resting = false;
      if (this.#dirty) this.#begin();
    }, ms);
  }

  #begin(): void {
    this.#pass().catch((error) => !this.#options.signal.aborted && this.#options.onFail(error));
  }

  async #pass(): Promise<void> {
    const { signal, openShadowRoot } = this.#options;
    this.#resting = true;
    this.#dirty = false;
    const passages: Passage[] = [];
    const work = collect(
      passages,
      walk(this.#root, { openShadowRoot, onShadowRoot: (root) => this.#observe(root) }),
    );
    let early = this.#isFirst;
    const spent = await inSlices(work, {
      signal,
      when: this.#isFirst ? 'soon' : 'idle',
      beforePause: () => {
        if (!early || !reachesBelowWindow(passages)) return;
        early = false;
        for (const _ of this.#report(passages, false));
      },
    });
    if (signal.aborted) return;
    await inSlices(this.#report(passages, true), { signal, when: 'soon' });
    if (signal.aborted) return;
    this.#isFirst = false;
    this.#rest(Math.max(SETTLE_MS, spent / SHARE_OF_A_CORE));
  }

  *#report(passages: readonly Passage[], complete: boolean): Generator<void> {
    const changes = compare(this.#current, passages, complete);
    changes.isCut = passages.length >= MOST_PASSAGES;
    if (isEmpty(changes) && !(complete && this.#isFirst)) return;
    this.#current = new Map(changes.passages.map((passage) => [passage.id, passage]));
    for (const part of inParts(changes, PART)) yield this.#options.onChange(part);
  }
}

/** Reads to the end, handing control back after every step. */
function* collect(passages: Passage[], blocks: ReturnType<typeof walk>): Generator<undefined> {
  for (const passage of passagesIn(blocks)) {
    if (passage && passages.push(passage) >= MOST_PASSAGES) return;
    yield undefined;
  }
}

function reachesBelowWindow(passages: readonly Passage[]): boolean {
  const last = passages.at(-1)?.blocks.at(-1)?.element;
  return last !== undefined && last.getBoundingClientRect().bottom > window.innerHeight;
}
