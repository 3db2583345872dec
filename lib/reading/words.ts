const SPACED_WORD = /[\p{L}\p{N}][^\s]*/gu;
const UNSPACED_SCRIPT = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/gu;

/** Characters per word where a script writes no spaces; only the order of size matters. */
const CHARACTERS_PER_WORD = 2;

/** Words of a text as a reader would count them, for scripts with and without spaces. */
export function countWords(text: string): number {
  let words = 0;
  for (const _ of text.matchAll(SPACED_WORD)) words++;
  // Nearly all text has none of these scripts, and then the second count costs one failed search.
  let unspaced = 0;
  for (const _ of text.matchAll(UNSPACED_SCRIPT)) unspaced++;
  return unspaced > words ? Math.ceil(unspaced / CHARACTERS_PER_WORD) : words;
}
