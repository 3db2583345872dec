import type { Block } from './types.ts';
import { type WalkOptions, walk } from './walker.ts';

/** The running text of a document or of a part of it, block by block in document order. */
export function* readBlocks(
  root: Document | ShadowRoot | Element,
  options?: WalkOptions,
): Generator<Block, void> {
  for (const block of walk(root, options)) if (block) yield block;
}
