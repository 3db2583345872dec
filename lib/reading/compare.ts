import type { Passage } from './types.ts';

/** What a pass over the page found different from the pass before. */
export interface Changes {
  /** Passages whose text is new. */
  added: Passage[];
  /** The same texts in new nodes: a page that draws itself anew. Their scores stay good, their marks do not. */
  moved: Passage[];
  /** Ids that are no longer on the page: their marks go, their pending scores are cancelled. */
  removed: string[];
  /** All passages now, in page order; unchanged ones are the very same objects as before. */
  passages: Passage[];
  /** False while the first pass is still under way: there is more to come. */
  complete: boolean;
  /** The page goes on beyond these passages, and is too long to be read to its end. */
  isCut: boolean;
}

/** Compares a page's passages with those before; `complete` is false while the first pass is still under way. */
export function compare(
  before: ReadonlyMap<string, Passage>,
  now: readonly Passage[],
  complete: boolean,
): Changes {
  const changes: Changes = { added: [], moved: [], removed: [], passages: [], complete, isCut: false };
  const ids = new Set<string>();
  for (const passage of now) {
    ids.add(passage.id);
    const old = before.get(passage.id);
    if (old && isInPlace(old, passage)) {
      changes.passages.push(old);
      continue;
    }
    changes.passages.push(passage);
    (old ? changes.moved : changes.added).push(passage);
  }
  if (complete) for (const id of before.keys()) if (!ids.has(id)) changes.removed.push(id);
  return changes;
}

/**
 * The same changes in parts of so many new passages: what has to be done for each then never takes long at a time.
 * The passages of every part are those known by then.
 */
export function* inParts(changes: Changes, size: number): Generator<Changes> {
  const fresh = [...changes.moved, ...changes.added];
  if (fresh.length <= size) return yield changes;
  const later = new Set(fresh);
  for (let at = 0; at < fresh.length; at += size) {
    const part = new Set(fresh.slice(at, at + size));
    for (const passage of part) later.delete(passage);
    yield {
      added: changes.added.filter((passage) => part.has(passage)),
      moved: changes.moved.filter((passage) => part.has(passage)),
      removed: at === 0 ? changes.removed : [],
      passages: changes.passages.filter((passage) => !later.has(passage)),
      complete: changes.complete && at + size >= fresh.length,
      isCut: changes.isCut,
    };
  }
}

export const isEmpty = ({ added, moved, removed }: Changes): boolean =>
  added.length + moved.length + removed.length === 0;

/** Whether the same nodes hold the same text for the same author. */
function isInPlace(a: Passage, b: Passage): boolean {
  if (a.unit?.id !== b.unit?.id || a.lang !== b.lang || a.blocks.length !== b.blocks.length) return false;
  return a.blocks.every(({ element, pieces, isCut }, i) => {
    const other = b.blocks[i];
    if (other?.element !== element || other.pieces.length !== pieces.length) return false;
    if (other.isCut !== isCut) return false;
    return pieces.every((piece, j) => {
      const twin = other.pieces[j];
      return twin?.node === piece.node && twin.start === piece.start && twin.end === piece.end;
    });
  });
}
