import type { Context } from './context.ts';
import type { Draft } from './draft.ts';
import { namesAbout } from './hints.ts';
import { FEWEST_WORDS } from './passages.ts';
import type { Block } from './types.ts';

/** Headings in newspapers stay under this; some pages set whole paragraphs in headings for their size. */
const LONGEST_HEADING_WORDS = 24;

/** A text of which more than this is links is a menu, a tag list or a teaser. */
const MOST_LINKED = 0.5;
/** A list of nothing but links is a menu, unless it stands between paragraphs. */
const PURELY_LINKED = 0.95;
const MOST_CODED = 0.6;

/** Shorter texts outside a paragraph are labels and buttons unless they end like a sentence. */
const LABEL_WORDS = 8;

/** Bylines, dates, credits and notices are shorter than this. */
const ABOUT_WORDS = 16;

const SENTENCE_END = /[.!?…:;"”’)\]。！？]$/u;
const PARAGRAPH_TAGS = new Set(['p', 'li', 'dd', 'blockquote']);

/** Lines about a text that every English-language site writes alike. */
const ABOUT_LINES = [
  /^(©|\(c\)|copyright\b|all rights reserved)/iu,
  /^((written|posted|published|reported|edited|reviewed|photos?|photographs?|images?) by|by:?) [\p{Lu}@]/iu,
  /^(posted|published|updated|last (updated|modified)|on) .*\d/iu,
  /^(photo(graph)?|image|source|credit|related|read more|filed under|tags?|topics?|from|via):/iu,
  /^(advertisement|share this|follow us|sign up|subscribe|continue reading|read more|click here)\b/iu,
];

/** A line of links inside an article has at least this many words; shorter ones are buttons. */
const NOTE_WORDS = 4;

/** What a collected text is on its page, or null where it is none of the page's text. */
export function kindOfText(draft: Draft, context: Context, words: number): Block['kind'] | null {
  const { kind, inBody } = context;
  const length = draft.text.length;
  if (words === 0 || draft.coded > length * MOST_CODED) return null;
  if (kind === 'heading') return words > LONGEST_HEADING_WORDS ? 'prose' : 'heading';
  if (context.unit?.kind === 'post' && draft.text.startsWith('>')) return 'quote';
  if (inBody) return kind;
  const inParagraph = PARAGRAPH_TAGS.has(draft.element.localName);
  if (draft.linked > length * MOST_LINKED) {
    if (!inParagraph || words < NOTE_WORDS || context.unit?.kind !== 'article') return null;
    // A paragraph inside a link is a large button.
    if (draft.element.closest('a')) return null;
    return draft.linked < length * PURELY_LINKED || isAmongParagraphs(draft.element) ? 'note' : null;
  }
  // Captions join nothing, so one that is too short to be judged alone is of no use.
  if (kind === 'caption') return words < FEWEST_WORDS ? null : kind;
  if (words < ABOUT_WORDS && (ABOUT_LINES.some((line) => line.test(draft.text)) || namesAbout(draft.element)))
    return null;
  return words >= LABEL_WORDS || inParagraph || SENTENCE_END.test(draft.text) ? kind : null;
}

function isAmongParagraphs(element: Element): boolean {
  const list = element.closest('ul, ol');
  return list === null || list.parentElement?.querySelector(':scope > p') !== null;
}
