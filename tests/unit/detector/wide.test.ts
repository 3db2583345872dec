import { describe, expect, it } from 'vitest';
import { createWidePart, gramSlot } from '../../../lib/detector/wide.ts';
import vectors from '../../fixtures/ngram-vectors.json' with { type: 'json' };

describe('gramSlot', () => {
  it.each(vectors)('finds the slots that training filled for $ids', ({ bits, ids, slots }) => {
    const found = slots.map((row, i) => row.map((_, at) => gramSlot(ids, at, i + 1, bits)));
    expect(found).toEqual(slots);
  });
});

describe('the wide part', () => {
  const bits = 8;
  const ids = [5, 6, 7];

  it("spreads a gram's weight evenly over its tokens", () => {
    const table = new Int8Array(2 ** bits);
    table[gramSlot(ids, 0, 3, bits)] = 30;
    const evidence = createWidePart(table, { bits, orders: 3, scale: 0.1 })(ids);
    expect([...evidence].map((e) => Number(e.toFixed(6)))).toEqual([1, 1, 1]);
  });

  it('adds up to the weights of all grams', () => {
    const table = Int8Array.from({ length: 2 ** bits }, (_, i) => (i % 21) - 10);
    const evidence = createWidePart(table, { bits, orders: 2, scale: 1 })(ids);
    const slots = [gramSlot(ids, 0, 1, bits), gramSlot(ids, 1, 1, bits), gramSlot(ids, 2, 1, bits)];
    slots.push(gramSlot(ids, 0, 2, bits), gramSlot(ids, 1, 2, bits));
    const expected = slots.reduce((sum, slot) => sum + (table[slot] ?? 0), 0);
    expect(evidence.reduce((sum, e) => sum + e, 0)).toBeCloseTo(expected, 5);
  });

  it('refuses a table of another size than its model names', () => {
    expect(() => createWidePart(new Int8Array(10), { bits, orders: 3, scale: 1 })).toThrow(/10 weights/);
  });
});
