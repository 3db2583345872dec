import type { TextPiece } from './types.ts';

/** A block's text while it is still being collected. */
export interface Draft {
  element: Element;
  pieces: TextPiece[];
  text: string;
  /** Characters inside links and inside code, to tell running text from menus and listings. */
  linked: number;
  coded: number;
  /** There was more text than is read of one block. */
  isCut: boolean;
}

/**
 * More of one block is not read: 20,000 characters are ten pages, judged with all the certainty there is, and a page
 * may hold a paragraph of 10 MB.
 */
const MOST_CHARS = 20_000;

const SPACE = /[ \t\n\r\f]/;
/** What nearly no text in pages made by programs has: two spaces in a row, tabs, newlines. */
const UNTIDY = / {2}|[\t\n\r\f]/;
const RUN = /[^ \t\n\r\f]+|[ \t\n\r\f]+/g;

/** Starts a block in an element. */
export function startDraft(element: Element): Draft {
  return { element, pieces: [], text: '', linked: 0, coded: 0, isCut: false };
}

/**
 * Adds `node.data.slice(from, to)` with its white space collapsed as it is drawn. A run of white space becomes one
 * space that still maps to the page's first character of that run, so that offsets stay exact in both directions.
 */
export function addText(draft: Draft, node: Text, from: number, to: number): number {
  // Nothing is added after a gap.
  if (draft.isCut) return 0;
  const last = Math.min(to, from + MOST_CHARS - draft.text.length);
  draft.isCut = last < to && /\S/.test(node.data.slice(Math.max(from, last), to));
  if (last <= from) return 0;
  const whole = from === 0 && last === node.data.length ? node.data : node.data.slice(from, last);
  if (!UNTIDY.test(whole) && !(SPACE.test(whole.charAt(0)) && endsInSpace(draft))) {
    draft.pieces.push({ node, start: from, end: last, at: draft.text.length });
    draft.text += whole;
    return whole.length;
  }
  return addCollapsed(draft, node, from, whole);
}

const endsInSpace = ({ text }: Draft): boolean => text === '' || SPACE.test(text.charAt(text.length - 1));

function addCollapsed(draft: Draft, node: Text, from: number, data: string): number {
  const before = draft.text.length;
  let start = -1;
  let at = draft.text.length;
  let added = '';
  let afterSpace = endsInSpace(draft);
  const close = (end: number): void => {
    if (start >= 0 && end > start) draft.pieces.push({ node, start, end, at });
    start = -1;
  };
  for (const match of data.matchAll(RUN)) {
    const run = match[0];
    const offset = from + match.index;
    const isSpace = SPACE.test(run.charAt(0));
    if (isSpace && afterSpace) {
      close(offset);
      continue;
    }
    if (start < 0) {
      start = offset;
      at = before + added.length;
    }
    if (isSpace) {
      added += ' ';
      afterSpace = true;
      if (run.length > 1) close(offset + 1);
    } else {
      added += run;
      afterSpace = false;
    }
  }
  close(from + data.length);
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
