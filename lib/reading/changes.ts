import { joinPassages } from './passages.ts';
import type { Block, Passage } from './types.ts';
import { type WalkOptions, walk } from './walker.ts';

/** What a pass over the page found different from the pass before. Ids of unchanged passages stay. */
export interface Changes {
  added: Passage[];
  /** Ids that are no longer on the page: their marks go, their pending scores are cancelled. */
  removed: string[];
  /** All passages now, in page order. */
  passages: Passage[];
}

export interface WatchOptions extends WalkOptions {
  signal: AbortSignal;
  /** Called after each pass that changed something, and once after the first pass in any case. */
  onChange(changes: Changes): void;
}

/** No more than one pass in this time, however busy the page. */
const SETTLE_MS = 200;

/** One slice of work; longer ones would be seen in scrolling (a frame lasts 16 ms). */
const SLICE_MS = 8;

/** A pass may take at most this share of one core, so a slow pass is followed by a long rest. */
const SHARE_OF_A_CORE = 0.05;

/** Attributes that show or hide text, or say what it is. */
const ATTRIBUTES = ['class', 'style', 'hidden', 'open', 'aria-hidden', 'lang', 'contenteditable'];

/** Reads a document now and again after each change, until the signal says stop. */
export function watchDocument(root: Document | Element, options: WatchOptions): void {
  const { signal, onChange } = options;
  let current = new Map<string, Passage>();
  let dirty = true;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let reading = false;

  const pass = async (): Promise<void> => {
    reading = true;
    dirty = false;
    const first = current.size === 0;
    const { blocks, spent } = await readInSlices(root, options, signal);
    if (signal.aborted) return;
    const changes = compare(current, joinPassages(blocks));
    current = new Map(changes.passages.map((passage) => [passage.id, passage]));
    if (first || changes.added.length > 0 || changes.removed.length > 0) onChange(changes);
    reading = false;
    rest(spent / SHARE_OF_A_CORE);
  };

  const rest = (ms: number): void => {
    timer = setTimeout(
      () => {
        timer = undefined;
        if (dirty) void pass();
      },
      Math.max(SETTLE_MS, ms),
    );
  };

  const mark = (): void => {
    dirty = true;
    if (!reading && timer === undefined) rest(SETTLE_MS);
  };

  const observer = new MutationObserver(mark);
  observer.observe(root, {
    subtree: true,
    childList: true,
    characterData: true,
    attributes: true,
    attributeFilter: ATTRIBUTES,
  });
  // Text that fades or slides in changes no attribute at the moment when it can be read.
  const late = { signal, passive: true, capture: true };
  for (const event of ['transitionend', 'animationend', 'toggle']) root.addEventListener(event, mark, late);
  signal.addEventListener('abort', () => {
    observer.disconnect();
    clearTimeout(timer);
  });
  void pass();
}

async function readInSlices(
  root: Document | Element,
  options: WalkOptions,
  signal: AbortSignal,
): Promise<{ blocks: Block[]; spent: number }> {
  const blocks: Block[] = [];
  let spent = 0;
  let began = performance.now();
  for (const block of walk(root, options)) {
    if (block) blocks.push(block);
    if (performance.now() - began < SLICE_MS) continue;
    spent += performance.now() - began;
    await idle();
    if (signal.aborted) break;
    began = performance.now();
  }
  return { blocks, spent: spent + performance.now() - began };
}

/** Waits until the page has nothing more urgent to do; a hidden page's idle time comes late, hence the limit. */
function idle(): Promise<void> {
  return new Promise((resolve) => requestIdleCallback(() => resolve(), { timeout: SETTLE_MS }));
}

function compare(before: ReadonlyMap<string, Passage>, now: Passage[]): Changes {
  const added: Passage[] = [];
  const ids = new Set<string>();
  for (const passage of now) {
    ids.add(passage.id);
    if (!before.has(passage.id)) added.push(passage);
  }
  return { added, removed: [...before.keys()].filter((id) => !ids.has(id)), passages: now };
}
