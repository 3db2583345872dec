import type { Encoder } from '../detector/encoder.ts';

// Graphics cards, their drivers and the browser's translation for them can be wrong without a word. So before one is
// used it reads what the processor reads, and must find the same.

/** Two sentences in the bundled model's vocabulary, between [CLS] and [SEP]. */
const TEXTS = [
  // "I am not solitary whilst I read and write, though nobody is with me."
  [101, 1045, 2572, 2025, 14348, 5819, 1045, 3191, 1998, 4339, 1010, 2295, 6343, 2003, 2007, 2033, 1012, 102],
  // "I did not wish to live what was not life, living is so dear; nor did I wish to practise resignation, …"
  [
    101, 1045, 2106, 2025, 4299, 2000, 2444, 2054, 2001, 2025, 2166, 1010, 2542, 2003, 2061, 6203, 1025, 4496,
    2106, 1045, 4299, 2000, 10975, 18908, 5562, 8172, 1010, 4983, 2009, 2001, 3243, 4072, 1012, 102,
  ],
];

/**
 * The length of the difference as a share of the evidence's own. Sums in another order change last digits, and those now
 * and then the whole number that an activation is rounded to: over the sentences of the sample pages that came to 0.01 in
 * the median and 0.03 at most, which is 0.002 and 0.025 of a logit. A wrong product comes to 0.3 and more.
 */
const TOLERANCE = 0.1;

/** Whether an encoder finds what another one finds. */
export async function agrees(encoder: Encoder, reference: Encoder): Promise<boolean> {
  for (const text of TEXTS) {
    const ids = Int32Array.from(text);
    const [found, expected] = [await encoder.run(ids), await reference.run(ids)];
    if (!isNear(found.tokens, expected.tokens)) return false;
  }
  return true;
}

export function isNear(evidence: Float32Array, reference: Float32Array): boolean {
  if (evidence.length !== reference.length) return false;
  const difference = Math.hypot(...evidence.map((e, i) => e - (reference[i] ?? 0)));
  // Written so that NaN is not near.
  return difference <= TOLERANCE * Math.hypot(...reference);
}
