import type { Draft } from './draft.ts';
import type { Block } from './types.ts';

/** A text of which more than this is links is a menu, a tag list or a teaser. */
const MOST_LINKED = 0.5;
const MOST_CODED = 0.6;

/** Shorter texts outside a paragraph are labels and buttons unless they end like a sentence. */
const LABEL_WORDS = 8;

const SENTENCE_END = /[.!?…:;"”’)\]。！？]$/u;

const PARAGRAPH_TAGS = new Set(['p', 'li', 'dd', 'dt', 'blockquote', 'figcaption', 'caption']);

/** Whether a collected text is running text and not a label, a menu or a listing. */
export function isProse(draft: Draft, kind: Block['kind'], words: number, inBody: boolean): boolean {
  if (words === 0) return false;
  const length = draft.text.length;
  if (draft.coded > length * MOST_CODED) return false;
  if (kind === 'heading') return draft.linked < length * MOST_LINKED || inBody;
  if (inBody) return true;
  if (draft.linked > length * MOST_LINKED) return false;
  if (words >= LABEL_WORDS || PARAGRAPH_TAGS.has(draft.element.localName)) return true;
  return SENTENCE_END.test(draft.text);
}
