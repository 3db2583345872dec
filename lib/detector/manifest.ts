import * as v from 'valibot';
import type { Calibration } from './calibration.ts';

// `model.json`, checked before anything of it is used: a model may come from a user's disk.

const numbers = v.pipe(v.array(v.pipe(v.number(), v.finite())), v.minLength(1));
const edges = v.object({ likely: numbers, possibly: numbers });

/** A calibration as a file holds it. */
export const calibration = v.pipe(
  v.object({
    minTokens: v.pipe(v.number(), v.integer(), v.minValue(1)),
    lengths: numbers,
    slope: numbers,
    intercept: numbers,
    edges: v.object({ strict: edges, balanced: edges, curious: edges }),
  }),
  v.check((c) => knotsMatch(c), 'every list of a calibration needs one number per length, lengths ascending'),
  v.check((c) => c.slope.every((slope) => slope > 0), 'a slope must be above 0'),
);

/** What a manifest says of a file beside it. */
export const file = v.object({
  bytes: v.pipe(v.number(), v.integer(), v.minValue(1)),
  sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
});

const manifest = v.object({
  id: v.pipe(v.string(), v.regex(/^[a-z0-9-]{1,64}$/)),
  version: v.string(),
  name: v.string(),
  languages: v.array(v.string()),
  normaliser: v.number(),
  maxTokens: v.pipe(v.number(), v.integer(), v.minValue(8)),
  files: v.record(v.string(), file),
  wide: v.optional(
    v.object({
      bits: v.pipe(v.number(), v.integer(), v.minValue(8), v.maxValue(26)),
      orders: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(4)),
      scale: v.pipe(v.number(), v.finite()),
    }),
  ),
  deep: v.optional(v.object({ windowTokens: v.pipe(v.number(), v.integer(), v.minValue(8)) })),
  /**
   * Weights of the two parts: logit = max(wide·Σwide/√tokens, wideFloor) + deep·Σdeep/√tokens + bias. The floor bounds
   * what the wide part may say for a human: there are writers that it cannot see. Alone: wide·Σwide/√tokens + wideBias.
   */
  combine: v.object({
    wide: v.number(),
    wideFloor: v.optional(v.pipe(v.number(), v.maxValue(0)), Number.NEGATIVE_INFINITY),
    deep: v.number(),
    bias: v.number(),
    wideBias: v.number(),
  }),
  calibration: v.object({ both: calibration, wide: calibration, unit: calibration }),
  /**
   * The wide part's logits, one per knot of `calibration.wide.lengths`, below which the encoder practically never
   * changes `no-signs`: the engine need not read further. Without it every passage is read by both parts.
   */
  settled: v.optional(v.object({ strict: numbers, balanced: numbers, curious: numbers })),
  /**
   * The same for the logit of both parts at each exit of the encoder, in the layers' order: below it, the layers that
   * follow practically never change `no-signs`.
   */
  settledEarly: v.optional(
    v.object({ strict: v.array(numbers), balanced: v.array(numbers), curious: v.array(numbers) }),
  ),
});

export type Manifest = v.InferOutput<typeof manifest>;

/** @throws Error that says what in the file is wrong and where. */
export function parseManifest(json: unknown): Manifest {
  const result = v.safeParse(manifest, json);
  if (result.success) return result.output;
  const [issue] = result.issues;
  throw new Error(`model.json is not valid: ${v.getDotPath(issue) ?? 'top level'}: ${issue.message}`);
}

function knotsMatch(c: Calibration): boolean {
  const lists = [c.slope, c.intercept];
  for (const { likely, possibly } of Object.values(c.edges)) lists.push(likely, possibly);
  const ascending = c.lengths.every((length, i) => i === 0 || length > (c.lengths[i - 1] ?? 0));
  return ascending && lists.every((list) => list.length === c.lengths.length);
}
