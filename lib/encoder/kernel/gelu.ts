import { exp, madd } from './functions';

const ROOT_HALF: f32 = 0.70710678;

/**
 * GELU(x) = x (1 + erf(x / √2)) / 2, in place (Hendrycks and Gimpel 2016).
 * @param x float32 [count]; count a multiple of 4
 */
export function activate(x: usize, count: i32): void {
  const end = x + ((count as usize) << 2);
  const one = f32x4.splat(1);
  for (let at = x; at < end; at += 16) {
    const value = v128.load(at);
    const z = f32x4.mul(f32x4.abs(value), f32x4.splat(ROOT_HALF));
    // Abramowitz and Stegun, Handbook of Mathematical Functions, 7.1.26: 1 - erf(z) within 1.5e-7 for z ≥ 0.
    const t = f32x4.div(one, f32x4.add(one, f32x4.mul(f32x4.splat(0.3275911), z)));
    let series = f32x4.splat(1.061405429);
    series = madd(series, t, f32x4.splat(-1.453152027));
    series = madd(series, t, f32x4.splat(1.421413741));
    series = madd(series, t, f32x4.splat(-0.284496736));
    series = madd(series, t, f32x4.splat(0.254829592));
    const beyond = f32x4.mul(f32x4.mul(series, t), exp(f32x4.neg(f32x4.mul(z, z))));
    // x (2 - beyond) / 2 where x is positive, x × beyond / 2 where it is not.
    const positive = f32x4.gt(value, f32x4.splat(0));
    const twice = v128.bitselect(f32x4.sub(f32x4.splat(2), beyond), beyond, positive);
    v128.store(at, f32x4.mul(f32x4.mul(value, f32x4.splat(0.5)), twice));
  }
}
