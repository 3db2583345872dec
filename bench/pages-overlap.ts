// How much of a page's text was read, and how much of what was read is its text: different word
// 4-grams, so that a paragraph that a page or its text holds twice counts once.

const GRAM_WORDS = 4;

/** Footnote marks are no words: leaving them out, or in, is neither right nor wrong. */
const FOOTNOTE_MARK = /\[(?:\d{1,3}|[a-z]|[a-z]+ \d{1,2})\]/g;

export interface Overlap {
  precision: number;
  recall: number;
  f1: number;
}

/** What was read against what a person would call the text of the page. */
export function overlap(read: string, wanted: string): Overlap {
  const ours = grams(read);
  const theirs = grams(wanted);
  let shared = 0;
  for (const gram of ours) if (theirs.has(gram)) shared++;
  const precision = ratio(shared, ours.size);
  const recall = ratio(shared, theirs.size);
  return { precision, recall, f1: ratio(2 * precision * recall, precision + recall) };
}

export function mean(values: readonly number[]): number {
  return ratio(
    values.reduce((sum, value) => sum + value, 0),
    values.length,
  );
}

function grams(text: string): Set<string> {
  const words =
    text
      .replace(FOOTNOTE_MARK, ' ')
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? [];
  const found = new Set<string>();
  for (let i = 0; i + GRAM_WORDS <= words.length; i++) found.add(words.slice(i, i + GRAM_WORDS).join(' '));
  return found;
}

const ratio = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole);
