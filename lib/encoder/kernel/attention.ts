// Self-attention (Vaswani et al. 2017) over one passage: no mask, no batch. Queries are scaled already.

import { exp, greatest, madd, sum } from './functions';

/** Of a head: 32 floats, eight vectors. */
const WIDTH: i32 = 32;
const BYTES: usize = 128;

/**
 * @param qkv float32 [rows, 3 × heads × 32]: queries, keys, values, each head after head
 * @param out float32 [rows, heads × 32]
 * @param scratch room for 4-byte floats: (32 + 4) × (rows up to the next multiple of 8)
 * Rows up to the next multiple of 4 of qkv are read and of out are written as well.
 */
export function attend(qkv: usize, out: usize, scratch: usize, rows: i32, heads: i32): void {
  const padded = (rows + 7) & ~7;
  const keys = scratch;
  const scores = scratch + (((WIDTH * padded) as usize) << 2);
  const line = BYTES * 3 * (heads as usize); // of qkv
  const outLine = BYTES * (heads as usize);
  for (let head = 0; head < heads; head++) {
    const query = qkv + BYTES * (head as usize);
    const value = query + 2 * outLine;
    turn(query + outLine, keys, rows, padded, line);
    for (let row = 0; row < rows; row += 4) {
      score(query + (row as usize) * line, line, keys, scores, padded);
      const to = out + (row as usize) * outLine + BYTES * (head as usize);
      for (let i: usize = 0; i < 4; i++) {
        const weights = scores + i * ((padded as usize) << 2);
        read(weights, weigh(weights, rows, padded), value, to + i * outLine, rows, line);
      }
    }
  }
}

/** Keys [rows, 32] to [32, padded]; what is beyond the rows is zero. */
function turn(from: usize, to: usize, rows: i32, padded: i32, line: usize): void {
  const next = (padded as usize) << 2;
  for (let row = 0; row < padded; row++) {
    for (let k: usize = 0; k < (WIDTH as usize); k++) {
      const at = to + k * next + ((row as usize) << 2);
      store<f32>(at, row < rows ? load<f32>(from + (row as usize) * line + (k << 2)) : 0);
    }
  }
}

/** Four queries' products with every key: float32 [4, padded]. */
function score(query: usize, line: usize, keys: usize, scores: usize, padded: i32): void {
  const next = (padded as usize) << 2;
  const q1 = query + line;
  const q2 = q1 + line;
  const q3 = q2 + line;
  for (let at: usize = 0; at < next; at += 32) {
    let c00 = f32x4.splat(0);
    let c01 = c00;
    let c10 = c00;
    let c11 = c00;
    let c20 = c00;
    let c21 = c00;
    let c30 = c00;
    let c31 = c00;
    let key = keys + at;
    for (let k: usize = 0; k < BYTES; k += 4, key += next) {
      const k0 = v128.load(key);
      const k1 = v128.load(key, 16);
      let q = v128.load32_splat(query + k);
      c00 = madd(q, k0, c00);
      c01 = madd(q, k1, c01);
      q = v128.load32_splat(q1 + k);
      c10 = madd(q, k0, c10);
      c11 = madd(q, k1, c11);
      q = v128.load32_splat(q2 + k);
      c20 = madd(q, k0, c20);
      c21 = madd(q, k1, c21);
      q = v128.load32_splat(q3 + k);
      c30 = madd(q, k0, c30);
      c31 = madd(q, k1, c31);
    }
    const to = scores + at;
    v128.store(to, c00);
    v128.store(to, c01, 16);
    v128.store(to + next, c10);
    v128.store(to + next, c11, 16);
    v128.store(to + 2 * next, c20);
    v128.store(to + 2 * next, c21, 16);
    v128.store(to + 3 * next, c30);
    v128.store(to + 3 * next, c31, 16);
  }
}

/** Scores become e^(score - greatest), zero beyond the rows. @returns their sum */
function weigh(scores: usize, rows: i32, padded: i32): f32 {
  const end = (padded as usize) << 2;
  // Beyond the rows: so little that it is nothing beside any score.
  for (let i = rows; i < padded; i++) store<f32>(scores + ((i as usize) << 2), -1e30);
  let tops = v128.load(scores);
  for (let at: usize = 16; at < end; at += 16) tops = f32x4.pmax(tops, v128.load(scores + at));
  const top = f32x4.splat(greatest(tops));
  let total = f32x4.splat(0);
  for (let at: usize = 0; at < end; at += 16) {
    const weight = exp(f32x4.sub(v128.load(scores + at), top));
    v128.store(scores + at, weight);
    total = f32x4.add(total, weight);
  }
  return sum(total);
}

/** One row of the result: the values' mean by these weights. */
function read(weights: usize, total: f32, value: usize, to: usize, rows: i32, line: usize): void {
  let c0 = f32x4.splat(0);
  let c1 = c0;
  let c2 = c0;
  let c3 = c0;
  let c4 = c0;
  let c5 = c0;
  let c6 = c0;
  let c7 = c0;
  const end = weights + ((rows as usize) << 2);
  for (; weights < end; weights += 4, value += line) {
    const weight = v128.load32_splat(weights);
    c0 = madd(weight, v128.load(value), c0);
    c1 = madd(weight, v128.load(value, 16), c1);
    c2 = madd(weight, v128.load(value, 32), c2);
    c3 = madd(weight, v128.load(value, 48), c3);
    c4 = madd(weight, v128.load(value, 64), c4);
    c5 = madd(weight, v128.load(value, 80), c5);
    c6 = madd(weight, v128.load(value, 96), c6);
    c7 = madd(weight, v128.load(value, 112), c7);
  }
  const share = f32x4.splat(1 / total);
  v128.store(to, f32x4.mul(c0, share));
  v128.store(to, f32x4.mul(c1, share), 16);
  v128.store(to, f32x4.mul(c2, share), 32);
  v128.store(to, f32x4.mul(c3, share), 48);
  v128.store(to, f32x4.mul(c4, share), 64);
  v128.store(to, f32x4.mul(c5, share), 80);
  v128.store(to, f32x4.mul(c6, share), 96);
  v128.store(to, f32x4.mul(c7, share), 112);
}
