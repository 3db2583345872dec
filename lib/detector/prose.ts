// What is mostly code, numbers or addresses: the model has not learnt from those, and calls code AI. Of 1,000 human
// passages of the development sets fewer than 1 is taken for such.

/** The least share of letters among letters and signs: what is below is code, markup or addresses. */
const AMONG_SIGNS = 0.82;
/** The least share of letters among everything that can be seen: what is below is a table. */
const AMONG_ALL = 0.5;

/**
 * Whether a text is mostly words.
 * @param text normalised: what nobody sees must not count, else a page could hide its text behind it
 */
export function isProse(text: string): boolean {
  const visible = text.replace(/[\s\p{C}]+/gu, '');
  const letters = visible.replace(/[^\p{L}\p{M}]+/gu, '').length;
  const digits = visible.length - visible.replace(/\p{N}+/gu, '').length;
  return letters >= AMONG_SIGNS * (visible.length - digits) && letters >= AMONG_ALL * visible.length;
}
