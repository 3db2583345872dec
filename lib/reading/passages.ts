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
  const passages: Passage[] = [];
  const seen = new Map<string, number>();
  const add = (group: Block[]): void => {
    const passage = passageOf(group);
    const nth = (seen.get(passage.id) ?? 0) + 1;
    seen.set(passage.id, nth);
    if (nth > 1) passage.id += `.${nth}`;
    passages.push(passage);
  };
  for (const stretch of stretches(blocks)) for (const group of groups(stretch)) add(group);
  return passages;
}

/** Runs of blocks that may be joined with one another. */
function* stretches(blocks: Iterable<Block>): Generator<Block[]> {
  let stretch: Block[] = [];
  for (const block of blocks) {
    if (block.kind === 'note') continue;
    const last = stretch.at(-1);
    if (last && !areNeighbours(last, block)) {
      yield stretch;
      stretch = [];
    }
    if (block.kind !== 'heading') stretch.push(block);
    else if (stretch.length > 0) {
      yield stretch;
      stretch = [];
    }
  }
  if (stretch.length > 0) yield stretch;
}

function groups(stretch: Block[]): Block[][] {
  const result: Block[][] = [];
  let group: Block[] = [];
  let words = 0;
  for (const block of stretch) {
    group.push(block);
    words += block.words;
    if (words < ENOUGH_WORDS) continue;
    result.push(group);
    group = [];
    words = 0;
  }
  const last = result.at(-1);
  if (group.length > 0 && last && words < FEWEST_WORDS) last.push(...group);
  else if (group.length > 0) result.push(group);
  return result;
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
