// Functions of four floats at once.

const LOG2_E: f32 = 1.44269504;
// ln 2 in two parts: the first has few bits, so that its multiples are exact.
const LN2_HIGH: f32 = 0.693359375;
const LN2_LOW: f32 = -2.12194440e-4;

/** a × b + c; rounded once where relaxed SIMD has it, as nearly every machine does. */
// @ts-expect-error: a decorator of AssemblyScript
@inline
export function madd(a: v128, b: v128, c: v128): v128 {
  return ASC_FEATURE_RELAXED_SIMD ? f32x4.relaxed_madd(a, b, c) : f32x4.add(f32x4.mul(a, b), c);
}

/** e^x for x ≤ 0, to seven digits; under -87 it is as good as nothing. */
// @ts-expect-error: a decorator of AssemblyScript
@inline
export function exp(x: v128): v128 {
  const clipped = f32x4.max(x, f32x4.splat(-87));
  const power = f32x4.nearest(f32x4.mul(clipped, f32x4.splat(LOG2_E)));
  const rest = f32x4.sub(
    f32x4.sub(clipped, f32x4.mul(power, f32x4.splat(LN2_HIGH))),
    f32x4.mul(power, f32x4.splat(LN2_LOW)),
  );
  // Taylor's series is good enough for |rest| ≤ ln 2 / 2.
  let series = f32x4.splat(1.0 / 720.0);
  series = madd(series, rest, f32x4.splat(1.0 / 120.0));
  series = madd(series, rest, f32x4.splat(1.0 / 24.0));
  series = madd(series, rest, f32x4.splat(1.0 / 6.0));
  series = madd(series, rest, f32x4.splat(0.5));
  series = madd(series, rest, f32x4.splat(1.0));
  series = madd(series, rest, f32x4.splat(1.0));
  // Times 2^power: added to the exponent's bits.
  return i32x4.add(series, i32x4.shl(i32x4.trunc_sat_f32x4_s(power), 23));
}

// @ts-expect-error: a decorator of AssemblyScript
@inline
export function sum(x: v128): f32 {
  return (
    f32x4.extract_lane(x, 0) + f32x4.extract_lane(x, 1) + (f32x4.extract_lane(x, 2) + f32x4.extract_lane(x, 3))
  );
}

// @ts-expect-error: a decorator of AssemblyScript
@inline
export function greatest(x: v128): f32 {
  return max<f32>(
    max<f32>(f32x4.extract_lane(x, 0), f32x4.extract_lane(x, 1)),
    max<f32>(f32x4.extract_lane(x, 2), f32x4.extract_lane(x, 3)),
  );
}
