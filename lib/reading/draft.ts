import type { TextPiece } from './types.ts';

/** A block's text while it is still being collected. */
export interface Draft {
  element: Element;
  pieces: TextPiece[];
  text: string;
  /** Characters inside links and inside code, to tell running text from menus and listings. */
  linked: number;
  coded: number;
}

const SPACE = /[ \t\n\r\f]/;
const RUN = /[^ \t\n\r\f]+|[ \t\n\r\f]+/g;

/** Starts a block in an element. */
export function startDraft(element: Element): Draft {
  return { element, pieces: [], text: '', linked: 0, coded: 0 };
}

/**
 * Adds `node.data.slice(from, to)` with its white space collapsed as it is drawn. A run of white space becomes one
 * space that still maps to the page's first character of that run, so that offsets stay exact in both directions.
 */
export function addText(draft: Draft, node: Text, from: number, to: number): number {
  const before = draft.text.length;
  let start = -1;
  let at = draft.text.length;
  let added = '';
  const data = from === 0 && to === node.data.length ? node.data : node.data.slice(from, to);
  let endsInSpace = draft.text === '' || SPACE.test(draft.text.charAt(draft.text.length - 1));
  const close = (end: number): void => {
    if (start >= 0 && end > start) draft.pieces.push({ node, start, end, at });
    start = -1;
  };
  for (const match of data.matchAll(RUN)) {
    const run = match[0];
    const offset = from + match.index;
    const isSpace = SPACE.test(run.charAt(0));
    if (isSpace && endsInSpace) {
      close(offset);
      continue;
    }
    if (start < 0) {
      start = offset;
      at = before + added.length;
    }
    if (isSpace) {
      added += ' ';
      endsInSpace = true;
      if (run.length > 1) close(offset + 1);
    } else {
      added += run;
      endsInSpace = false;
    }
  }
  close(to);
  draft.text += added;
  return added.length;
}

/** Adds a drawn line break that no text node holds; no piece covers it. */
export function addLineBreak(draft: Draft): void {
  if (draft.text === '' || draft.text.endsWith('\n')) return;
  trimEnd(draft);
  draft.text += '\n';
}

/** Cuts white space off the end, text and pieces alike. */
export function trimEnd(draft: Draft): void {
  const length = draft.text.trimEnd().length;
  if (length === draft.text.length) return;
  draft.text = draft.text.slice(0, length);
  for (let last = draft.pieces.at(-1); last; last = draft.pieces.at(-1)) {
    const excess = last.at + (last.end - last.start) - length;
    if (excess <= 0) break;
    last.end -= excess;
    if (last.end > last.start) break;
    draft.pieces.pop();
  }
}
