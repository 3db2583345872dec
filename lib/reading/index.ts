// The reading room's door: what the content script, the tests and the benchmarks use.
export { readBlocks } from './blocks.ts';
export { type WatchOptions, watchDocument } from './changes.ts';
export type { Changes } from './compare.ts';
export type { OpenShadowRoot } from './flat-tree.ts';
export { languageOf } from './language.ts';
export { nearnessOf, visibleFirst } from './order.ts';
export { joinPassages } from './passages.ts';
export { rangesOf } from './ranges.ts';
export { type Sensitivity, sensitivity } from './sensitivity.ts';
export type { AuthorUnit, Block, Passage, TextPiece } from './types.ts';
export { walk } from './walker.ts';
