// Products of int8 matrices: activations less 128, which are signed bytes, times weights of seven bits (-63 … 63).
//
// Relaxed SIMD has an instruction that multiplies sixteen signed bytes by sixteen bytes of 0 … 127 and adds them up by
// four; within that range it gives the same on every machine. So 64 is added to each weight, and the sums begin at
// -64 × Σ activations to take that back. Without relaxed SIMD both are held in 16 bits, multiplied by eight and added
// up by two: the same sums, more slowly.

/** Columns of weights that lie side by side in a panel. */
const PANEL: i32 = 8;
/** Rows of activations that are multiplied at once: twelve sums, two vectors of weights and one of activations. */
const ROWS: i32 = 6;
/** Bytes that hold an activation, or a weight. */
export const BYTES_PER_WEIGHT: i32 = ASC_FEATURE_RELAXED_SIMD ? 1 : 2;
/** Rows of weights that lie in a run, column after column: as many as fit 32 bits. */
const DEPTH: i32 = 4 / BYTES_PER_WEIGHT;
const WEIGHT_OFFSET: i32 = ASC_FEATURE_RELAXED_SIMD ? 64 : 0;

/**
 * Orders weights for `multiply`.
 * @param weights int8 [depth, columns]; depth a multiple of 4, columns of 8
 * @param panels out: as many bytes, twice as many without relaxed SIMD
 * @param columnSums out: int32 [columns]
 * @returns the greatest weight, whatever its sign
 */
export function pack(weights: usize, panels: usize, columnSums: usize, depth: i32, columns: i32): i32 {
  memory.fill(columnSums, 0, (columns as usize) << 2);
  let out = panels;
  let greatest = 0;
  for (let first = 0; first < columns; first += PANEL) {
    for (let row = 0; row < depth; row += DEPTH) {
      for (let column = first; column < first + PANEL; column++) {
        let sum = load<i32>(columnSums + ((column as usize) << 2));
        for (let k = row; k < row + DEPTH; k++) {
          const weight = load<i8>(weights + (k * columns + column)) as i32;
          sum += weight;
          greatest = max(greatest, abs(weight));
          if (BYTES_PER_WEIGHT == 1) store<u8>(out, (weight + WEIGHT_OFFSET) as u8);
          else store<i16>(out, weight as i16);
          out += BYTES_PER_WEIGHT;
        }
        store<i32>(columnSums + ((column as usize) << 2), sum);
      }
    }
  }
  return greatest;
}

/**
 * Rounds activations to bytes: x × factor + zero in 0 … 255, less 128.
 * @param x float32 [rows, width]; width a multiple of 16
 * @param factor float32 [width]
 * @param out int8 [rows, width], int16 without relaxed SIMD
 * @param rowSums out: int32 [rows]
 */
export function quantise(
  x: usize,
  factor: usize,
  zero: f32,
  out: usize,
  rowSums: usize,
  rows: i32,
  width: i32,
): void {
  const zeros = f32x4.splat(zero);
  for (let row = 0; row < rows; row++) {
    let sums = i32x4.splat(0);
    for (let at: usize = 0; at < ((width as usize) << 2); at += 64) {
      const x0 = rounded(x + at, factor + at, zeros);
      const x1 = rounded(x + at + 16, factor + at + 16, zeros);
      const x2 = rounded(x + at + 32, factor + at + 32, zeros);
      const x3 = rounded(x + at + 48, factor + at + 48, zeros);
      const unsigned = i8x16.narrow_i16x8_u(i16x8.narrow_i32x4_s(x0, x1), i16x8.narrow_i32x4_s(x2, x3));
      const bytes = v128.xor(unsigned, i8x16.splat(-128));
      if (BYTES_PER_WEIGHT == 1) v128.store(out + (at >> 2), bytes);
      else {
        v128.store(out + (at >> 1), i16x8.extend_low_i8x16_s(bytes));
        v128.store(out + (at >> 1), i16x8.extend_high_i8x16_s(bytes), 16);
      }
      sums = i32x4.add(sums, i32x4.extadd_pairwise_i16x8_s(i16x8.extadd_pairwise_i8x16_s(bytes)));
    }
    store<i32>(
      rowSums + ((row as usize) << 2),
      i32x4.extract_lane(sums, 0) +
        i32x4.extract_lane(sums, 1) +
        i32x4.extract_lane(sums, 2) +
        i32x4.extract_lane(sums, 3),
    );
    x += (width as usize) << 2;
    out += width * BYTES_PER_WEIGHT;
  }
}

// @ts-expect-error: a decorator of AssemblyScript
@inline
function rounded(x: usize, factor: usize, zero: v128): v128 {
  // To the even neighbour at a half, as ONNX's QuantizeLinear.
  return i32x4.trunc_sat_f32x4_s(
    f32x4.add(f32x4.nearest(f32x4.mul(v128.load(x), v128.load(factor))), zero),
  );
}

/**
 * out = activations × weights, each column times its scale, plus its bias.
 * @param a int8 [rows, depth] from `quantise`; rows up to the next multiple of 6 are read and written as well
 * @param panels from `pack`
 * @param scale float32 [columns]
 * @param bias float32 [columns]
 * @param out float32 [rows, columns]
 */
export function multiply(
  a: usize,
  rowSums: usize,
  panels: usize,
  scale: usize,
  bias: usize,
  out: usize,
  rows: i32,
  depth: i32,
  columns: i32,
): void {
  const next = (depth * BYTES_PER_WEIGHT) as usize; // bytes from one row of activations to the next
  for (let column = 0; column < columns; column += PANEL) {
    const at = (column as usize) << 2;
    for (let row = 0; row < rows; row += ROWS) {
      const a0 = a + (row as usize) * next;
      const a1 = a0 + next;
      const a2 = a1 + next;
      const a3 = a2 + next;
      const a4 = a3 + next;
      const a5 = a4 + next;
      const sums = rowSums + ((row as usize) << 2);
      let c00 = begin(sums);
      let c01 = c00;
      let c10 = begin(sums + 4);
      let c11 = c10;
      let c20 = begin(sums + 8);
      let c21 = c20;
      let c30 = begin(sums + 12);
      let c31 = c30;
      let c40 = begin(sums + 16);
      let c41 = c40;
      let c50 = begin(sums + 20);
      let c51 = c50;
      let panel = panels + (column as usize) * next;
      for (let k: usize = 0; k < next; k += 4) {
        const w0 = v128.load(panel);
        const w1 = v128.load(panel, 16);
        panel += 4 * PANEL;
        let x = v128.load32_splat(a0 + k);
        c00 = dot(x, w0, c00);
        c01 = dot(x, w1, c01);
        x = v128.load32_splat(a1 + k);
        c10 = dot(x, w0, c10);
        c11 = dot(x, w1, c11);
        x = v128.load32_splat(a2 + k);
        c20 = dot(x, w0, c20);
        c21 = dot(x, w1, c21);
        x = v128.load32_splat(a3 + k);
        c30 = dot(x, w0, c30);
        c31 = dot(x, w1, c31);
        x = v128.load32_splat(a4 + k);
        c40 = dot(x, w0, c40);
        c41 = dot(x, w1, c41);
        x = v128.load32_splat(a5 + k);
        c50 = dot(x, w0, c50);
        c51 = dot(x, w1, c51);
      }
      let to = out + (((row * columns + column) as usize) << 2);
      const line = (columns as usize) << 2;
      finish(to, c00, c01, scale + at, bias + at);
      finish((to += line), c10, c11, scale + at, bias + at);
      finish((to += line), c20, c21, scale + at, bias + at);
      finish((to += line), c30, c31, scale + at, bias + at);
      finish((to += line), c40, c41, scale + at, bias + at);
      finish((to += line), c50, c51, scale + at, bias + at);
    }
  }
}

/** Four sums, one per column, with the next products added. */
// @ts-expect-error: a decorator of AssemblyScript
@inline
function dot(activations: v128, weights: v128, sums: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return i32x4.relaxed_dot_i8x16_i7x16_add_s(activations, weights, sums);
  return i32x4.add(sums, i32x4.dot_i16x8_s(activations, weights));
}

// @ts-expect-error: a decorator of AssemblyScript
@inline
function begin(rowSum: usize): v128 {
  return i32x4.splat(-WEIGHT_OFFSET * load<i32>(rowSum));
}

// @ts-expect-error: a decorator of AssemblyScript
@inline
function finish(to: usize, c0: v128, c1: v128, scale: usize, bias: usize): void {
  // Loaded here, not once per panel: held in registers they would push the sums out of theirs.
  v128.store(to, f32x4.add(f32x4.mul(f32x4.convert_i32x4_s(c0), v128.load(scale)), v128.load(bias)));
  v128.store(to, f32x4.add(f32x4.mul(f32x4.convert_i32x4_s(c1), v128.load(scale, 16)), v128.load(bias, 16)), 16);
}
