/** What the walker needs to know of an element's computed style, read once. */
export interface Look {
  /** Its text starts and ends a block of its own. */
  breaks: boolean;
  /** Newlines in its text are drawn. */
  keepsNewlines: boolean;
  /** Its own text is drawn; descendants may differ, because `visibility` can be switched on again below. */
  visible: boolean;
  /** Laid over the page: bars, banners, chat bubbles. */
  overlay: boolean;
}

/** Fades start at zero; anything fainter than this cannot be read. */
const LEGIBLE_OPACITY = 0.05;

/** A letter, with its opening quote. */
const LONGEST_DROP_CAP = 3;

const CLIPPED = /^rect\(([01])px, \1px, \1px, \1px\)$/;

/** The visually-hidden pattern leaves a box of one pixel for screen readers. */
const SCREEN_READER_BOX_PX = 2;

/**
 * Whether the page has been laid out at all. Anti-flicker snippets hide the root element until their script has run;
 * what will then be shown can already be read.
 */
export const isLaidOut = (page: Document): boolean => page.documentElement.getClientRects().length > 0;

const isRoot = (element: Element): boolean =>
  element === document.body || element === document.documentElement;

/** The look of an element, or null where neither it nor anything inside is drawn. */
export function lookOf(element: Element): Look | null {
  const style = getComputedStyle(element);
  const display = style.display;
  const root = isRoot(element);
  if (display === 'none' && !root) return null;
  if (Number(style.opacity) < LEGIBLE_OPACITY && !root) return null;
  if (style.contentVisibility === 'hidden') return null;
  const inline =
    display === 'contents' ||
    display.startsWith('inline') ||
    display.startsWith('ruby') ||
    isDropCap(element, style);
  if (!inline && clipsEverything(element, style)) return null;
  const position = style.position;
  return {
    breaks: !inline,
    keepsNewlines: style.whiteSpace.startsWith('pre') || style.whiteSpace === 'break-spaces',
    visible: style.visibility === 'visible',
    overlay: position === 'fixed',
  };
}

/** A floated first letter belongs to the word that it begins. */
function isDropCap(element: Element, style: CSSStyleDeclaration): boolean {
  if (style.cssFloat === 'none' || element.localName === 'p') return false;
  const length = element.textContent?.trim().length ?? 0;
  return length > 0 && length <= LONGEST_DROP_CAP;
}

/** Collapsed panels (`height: 0; overflow: hidden`) and text meant for screen readers only. */
function clipsEverything(element: Element, style: CSSStyleDeclaration): boolean {
  // If one of the two is not visible, neither computes to it.
  if (style.overflowY === 'visible') return style.position === 'absolute' && CLIPPED.test(style.clip);
  // The root's overflow is the window's; a body of no height (all children floating) clips nothing.
  if (isRoot(element) || element.getClientRects().length === 0) return false;
  return element.clientHeight < SCREEN_READER_BOX_PX || element.clientWidth < SCREEN_READER_BOX_PX;
}

/**
 * Whether a run of text has a place on the page that a reader could scroll to. Text moved out to the left or above
 * the page cannot be reached; text inside a closed `details` or a skipped subtree has no box at all.
 */
export function isDrawn(element: Element, node: Text, range: Range): boolean {
  if (!element.checkVisibility()) return false;
  let box = element.getBoundingClientRect();
  // A box without height may still show its text: floated, or positioned.
  if (box.width === 0 || box.height === 0) {
    range.selectNodeContents(node);
    box = range.getBoundingClientRect();
  }
  if (box.width === 0 && box.height === 0) return false;
  return box.right + window.scrollX > 0 && box.bottom + window.scrollY > 0;
}
