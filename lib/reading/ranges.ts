import type { Passage, TextPiece } from './types.ts';

/** DOM ranges of `passage.text.slice(from, to)`: one per text node, so that none covers what was not read. */
export function rangesOf(passage: Passage, from = 0, to = passage.text.length): Range[] {
  const ranges: Range[] = [];
  let begin = 0;
  for (const block of passage.blocks) {
    if (begin < to && begin + block.text.length > from) {
      ranges.push(...rangesIn(block.pieces, from - begin, to - begin));
    }
    begin += block.text.length + 1;
  }
  return ranges;
}

interface Run {
  node: Text;
  start: number;
  end: number;
}

function rangesIn(pieces: TextPiece[], from: number, to: number): Range[] {
  const runs: Run[] = [];
  for (const piece of pieces) {
    const start = piece.start + Math.max(0, from - piece.at);
    const end = Math.min(piece.end, piece.start + to - piece.at);
    if (start >= end) continue;
    const last = runs.at(-1);
    if (last?.node === piece.node) last.end = end;
    else runs.push({ node: piece.node, start, end });
  }
  return runs.flatMap(rangeOf);
}

/** None where the page has changed the node since it was read; the change will be read soon. */
function rangeOf({ node, start, end }: Run): Range[] {
  if (!node.isConnected || end > node.length) return [];
  const range = document.createRange();
  range.setStart(node, start);
  range.setEnd(node, end);
  return [range];
}
