import { sum } from './functions';

const EPSILON: f32 = 1e-12;

/** x = LayerNorm(x + y), row by row; x and y float32 [rows, width], width a multiple of 4 (Ba et al. 2016). */
export function addAndNormalise(x: usize, y: usize, scale: usize, bias: usize, rows: i32, width: i32): void {
  const end = x + (((rows * width) as usize) << 2);
  for (let at = x; at < end; at += 16, y += 16) v128.store(at, f32x4.add(v128.load(at), v128.load(y)));
  normalise(x, scale, bias, rows, width);
}

/** x = LayerNorm(x), row by row; x float32 [rows, width], width a multiple of 4. */
export function normalise(x: usize, scale: usize, bias: usize, rows: i32, width: i32): void {
  const line = (width as usize) << 2;
  const count = width as f32;
  for (let row = 0; row < rows; row++, x += line) {
    let total = f32x4.splat(0);
    for (let at: usize = 0; at < line; at += 16) total = f32x4.add(total, v128.load(x + at));
    const mean = f32x4.splat(sum(total) / count);
    let squares = f32x4.splat(0);
    for (let at: usize = 0; at < line; at += 16) {
      const distance = f32x4.sub(v128.load(x + at), mean);
      squares = f32x4.add(squares, f32x4.mul(distance, distance));
    }
    const factor = f32x4.splat(1 / Mathf.sqrt(sum(squares) / count + EPSILON));
    for (let at: usize = 0; at < line; at += 16) {
      const even = f32x4.mul(f32x4.sub(v128.load(x + at), mean), factor);
      v128.store(x + at, f32x4.add(f32x4.mul(even, v128.load(scale + at)), v128.load(bias + at)));
    }
  }
}
