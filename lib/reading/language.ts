import { franc } from 'franc-min';
import type { Passage } from './types.ts';

/** Function words make up 35-55 % of English prose; in other languages their chance look-alikes stay under 10 %. */
const ENGLISH = new Set(
  (
    'the of and to in a is that it was for on are as with his they at be this from have or by had not but what ' +
    'all were when we there can an your which their if do will each how them then she many some so these would ' +
    'has her him could than been who its only my about into our you he i me no more'
  ).split(' '),
);
const ENGLISH_SHARE = 0.2;

/** Guesses on shorter texts (names, labels) are worse than what the page says. */
const FEWEST_WORDS_TO_GUESS = 12;

/** Detection looks at letter triples; more text than this changes nothing. */
const LONGEST_SAMPLE = 1000;

/**
 * The language of a passage as a BCP 47 tag, or null where nobody can say. What the page states is believed unless the
 * text plainly disagrees: templates are often left at `lang="en"`, and quotes are often in another language.
 */
export function languageOf(passage: Pick<Passage, 'text' | 'words' | 'lang'>): string | null {
  const stated = baseOf(passage.lang);
  if (passage.words < FEWEST_WORDS_TO_GUESS) return stated;
  const sample = passage.text.slice(0, LONGEST_SAMPLE);
  if (readsAsEnglish(sample)) return 'en';
  const guess = franc(sample);
  return guess === 'und' ? stated : baseOf(guess);
}

function readsAsEnglish(text: string): boolean {
  const words = text.toLowerCase().match(/[\p{L}'’]+/gu) ?? [];
  let hits = 0;
  for (const word of words) if (ENGLISH.has(word)) hits++;
  return hits >= words.length * ENGLISH_SHARE && words.length > 0;
}

/** `en-GB` and the detector's three-letter `eng` are both `en`. */
function baseOf(tag: string | null): string | null {
  if (!tag) return null;
  try {
    return new Intl.Locale(tag.replaceAll('_', '-')).language;
  } catch {
    return null;
  }
}
