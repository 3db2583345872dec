import type { Context } from './context.ts';
import type { Draft } from './draft.ts';
import { namesAbout } from './hints.ts';
import { FEWEST_WORDS } from './passages.ts';

/** A text of which more than this is links is a menu, a tag list or a teaser. */
const MOST_LINKED = 0.5;
const MOST_CODED = 0.6;

/** Shorter texts outside a paragraph are labels and buttons unless they end like a sentence. */
const LABEL_WORDS = 8;

/** Bylines, dates, credits and notices are shorter than this. */
const ABOUT_WORDS = 16;

const SENTENCE_END = /[.!?…:;"”’)\]。！？]$/u;
const PARAGRAPH_TAGS = new Set(['p', 'li', 'dd', 'blockquote']);

/** Lines about a text that every English-language site writes alike. */
const ABOUT_LINE =
  /^(©|\(c\)|copyright\b|by:? [\p{Lu}@]|(written|posted|published|updated|reported|edited|reviewed|last (updated|modified)|photograph|photo|image|source|credit|advertisement|share this|read more|related|filed under|tags?|topics?|follow us)\b)/iu;

/** Why a collected text is no running text, or null where it is. */
export function notProse(draft: Draft, context: Context, words: number): 'links' | 'label' | 'about' | null {
  const { kind, inBody } = context;
  const length = draft.text.length;
  if (words === 0) return 'label';
  if (draft.coded > length * MOST_CODED) return 'label';
  if (inBody) return null;
  if (kind === 'heading') return null;
  if (draft.linked > length * MOST_LINKED) return 'links';
  // Captions join nothing, so one that is too short to be judged alone is of no use.
  if (kind === 'caption') return words < FEWEST_WORDS ? 'label' : null;
  if (words < ABOUT_WORDS && (ABOUT_LINE.test(draft.text) || namesAbout(draft.element))) return 'about';
  if (words >= LABEL_WORDS || PARAGRAPH_TAGS.has(draft.element.localName)) return null;
  return SENTENCE_END.test(draft.text) ? null : 'label';
}
