// The encoder's first and last step.

import { sum } from './functions';

/**
 * out = word vectors + position vectors.
 * @param ids int32 [count], each below the vocabulary's size
 * @param words int8 [vocabulary, width]
 * @param steps float32 [vocabulary]
 * @param positions float32 [count or more, width]
 * @param out float32 [count, width]; width a multiple of 4
 */
export function embed(
  ids: usize,
  words: usize,
  steps: usize,
  positions: usize,
  out: usize,
  count: i32,
  width: i32,
): void {
  for (let i = 0; i < count; i++) {
    const id = load<i32>(ids + ((i as usize) << 2));
    const step = f32x4.splat(load<f32>(steps + ((id as usize) << 2)));
    const word = words + id * width;
    for (let k = 0; k < width; k += 4) {
      const bytes = v128.load32_zero(word + k);
      const whole = i32x4.extend_low_i16x8_s(i16x8.extend_low_i8x16_s(bytes));
      const vector = f32x4.mul(f32x4.convert_i32x4_s(whole), step);
      v128.store(out, f32x4.add(vector, v128.load(positions)));
      positions += 16;
      out += 16;
    }
  }
}

/**
 * One number per row: its product with the head.
 * @param x float32 [rows, width]
 * @param head float32 [width]; width a multiple of 4
 * @param out float32 [rows]
 */
export function evidence(x: usize, head: usize, bias: f32, out: usize, rows: i32, width: i32): void {
  const line = (width as usize) << 2;
  for (let row = 0; row < rows; row++, x += line) {
    let total = f32x4.splat(0);
    for (let at: usize = 0; at < line; at += 16) {
      total = f32x4.add(total, f32x4.mul(v128.load(x + at), v128.load(head + at)));
    }
    store<f32>(out + ((row as usize) << 2), sum(total) + bias);
  }
}
