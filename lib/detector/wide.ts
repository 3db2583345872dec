// The wide part: one weight per hashed token n-gram. Logistic regression, microseconds a passage.

const MIX_1 = 0x85ebca6b;
const MIX_2 = 0x9e3779b1;
const MIX_3 = 0xc2b2ae35;

/** What `model.json` says of `wide.bin`. */
export interface WideShape {
  /** The table has 2^bits weights. */
  bits: number;
  /** Grams of 1 … orders tokens. */
  orders: number;
  /** A weight is `scale × int8`. */
  scale: number;
}

/** Takes token ids, gives one number per token: what the n-grams over it speak for AI (+) or against (−). */
export type WidePart = (ids: ArrayLike<number>) => Float32Array;

/**
 * The slot of the gram of `order` tokens that begins at `at`, in [0, 2^bits). The same 32-bit mix as
 * `training/telltale_training/ngram.py`; both pass `tests/fixtures/ngram-vectors.json`.
 */
export function gramSlot(ids: ArrayLike<number>, at: number, order: number, bits: number): number {
  let hash = Math.imul(order, MIX_1);
  for (let i = at; i < at + order; i++) {
    hash = Math.imul(hash ^ (ids[i] ?? 0), MIX_2);
    hash ^= hash >>> 15;
  }
  hash = Math.imul(hash ^ (hash >>> 16), MIX_3);
  hash ^= hash >>> 13;
  return hash >>> (32 - bits);
}

/** @throws RangeError where the table's length is not the one its shape names. */
export function createWidePart(table: Int8Array, { bits, orders, scale }: WideShape): WidePart {
  if (table.length !== 2 ** bits) {
    throw new RangeError(`The wide table has ${table.length} weights; its model names 2^${bits}.`);
  }
  return (ids) => {
    const evidence = new Float32Array(ids.length);
    for (let order = 1; order <= orders; order++) {
      // A gram's weight is spread over its tokens, so that sentences share what spans them.
      const share = scale / order;
      for (let at = 0; at + order <= ids.length; at++) {
        const weight = table[gramSlot(ids, at, order, bits)] ?? 0;
        for (let i = at; i < at + order; i++) evidence[i] = (evidence[i] ?? 0) + weight * share;
      }
    }
    return evidence;
  };
}
