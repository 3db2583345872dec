import { nameOf } from './hash.ts';
import type { Block, Passage } from './types.ts';

/** Neighbours are joined until a passage has this many words: accuracy is AUROC .98 above about 160 tokens, .95 here. */
export const ENOUGH_WORDS = 80;

/** About 50 tokens: what is left over below this cannot be judged alone and goes to the passage before it. */
export const FEWEST_WORDS = 38;

/** How far apart in the tree two neighbours may be, in steps to their common ancestor: div soup wraps paragraphs in 2-3. */
const FARTHEST_STEPS = 4;

/** Passages of a document, in order. A long block stays one passage; nothing crosses a heading or an author unit. */
export function joinPassages(blocks: Iterable<Block>): Passage[] {
  return [...passagesIn(blocks)].filter((passage) => passage !== undefined);
}

/**
 * The same, one by one as the blocks come. An `undefined` among the blocks is handed on: the caller may stop there.
 * A passage comes one passage late, because what is left over at the end may still be joined to it.
 */
export function* passagesIn(blocks: Iterable<Block | undefined>): Generator<Passage | undefined, void> {
  const seen = new Map<string, number>();
  const unique = (group: Block[]): Passage => {
    const passage = passageOf(group);
    const nth = (seen.get(passage.id) ?? 0) + 1;
    seen.set(passage.id, nth);
    if (nth > 1) passage.id += `.${nth}`;
    return passage;
  };
  let stretch = new Stretch();
  for (const block of blocks) {
    if (block?.kind === 'note') continue;
    if (block && !stretch.takes(block)) {
      for (const group of stretch.rest()) yield unique(group);
      stretch = new Stretch();
    }
    const group = block && block.kind !== 'heading' ? stretch.add(block) : null;
    yield group ? unique(group) : undefined;
  }
  for (const group of stretch.rest()) yield unique(group);
}

/** A run of blocks that may be joined with one another, in groups that are long enough to be judged. */
class Stretch {
  #last: Block | null = null;
  #full: Block[] | null = null;
  #open: Block[] = [];
  #words = 0;

  takes(block: Block): boolean {
    return block.kind !== 'heading' && (this.#last === null || areNeighbours(this.#last, block));
  }

  /** Adds a block; gives a group that nothing can be joined to any more. */
  add(block: Block): Block[] | null {
    this.#last = block;
    this.#open.push(block);
    this.#words += block.words;
    if (this.#words < ENOUGH_WORDS) return null;
    const complete = this.#full;
    this.#full = this.#open;
    this.#open = [];
    this.#words = 0;
    return complete;
  }

  rest(): Block[][] {
    if (this.#full && this.#words < FEWEST_WORDS) return [[...this.#full, ...this.#open]];
    return [this.#full ?? [], this.#open].filter((group) => group.length > 0);
  }
}

function areNeighbours(a: Block, b: Block): boolean {
  if (a.unit !== b.unit || a.lang !== b.lang) return false;
  if (voice(a) !== voice(b)) return false;
  return steps(a.element, b.element) <= FARTHEST_STEPS;
}

/** Who speaks: the text itself, someone quoted, or a caption. A list continues the text around it. */
function voice(block: Block): 'text' | 'quote' | 'caption' {
  return block.kind === 'quote' || block.kind === 'caption' ? block.kind : 'text';
}

/** Steps up from `a` to the nearest ancestor that also holds `b`, or from `b`, whichever is more. */
function steps(a: Element, b: Element): number {
  if (a === b) return 0;
  const up = new Map<Node, number>();
  let distance = 0;
  for (let at: Node | null = a; at && distance <= FARTHEST_STEPS; at = above(at)) up.set(at, distance++);
  distance = 0;
  for (let at: Node | null = b; at && distance <= FARTHEST_STEPS; at = above(at)) {
    const other = up.get(at);
    if (other !== undefined) return Math.max(other, distance);
    distance++;
  }
  return Number.POSITIVE_INFINITY;
}

const above = (node: Node): Node | null => (node instanceof ShadowRoot ? node.host : node.parentNode);

function passageOf(blocks: Block[]): Passage {
  const text = blocks.map((block) => block.text).join('\n');
  const first = blocks[0];
  return {
    id: nameOf(text),
    blocks,
    text,
    words: blocks.reduce((sum, block) => sum + block.words, 0),
    unit: first?.unit ?? null,
    lang: first?.lang ?? null,
  };
}
