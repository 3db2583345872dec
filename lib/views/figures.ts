import * as v from 'valibot';

// `figures` of a model.json: what the benchmark measured on texts that the model was not trained on. Every part may
// be missing; the accuracy page shows what is there and claims nothing else.

const share = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
const count = v.pipe(v.number(), v.integer(), v.minValue(0));
/** The share of `passages` that was called likely AI. */
const rate = v.object({ passages: count, likely: share });
/** `kind` is English, as the corpus names it, ready to be shown. */
const kindRate = v.object({ kind: v.string(), passages: count, likely: share });
const price = v.object({ falseAlarms: share, found: share });

const figures = v.object({
  /** ISO date. */
  measured: v.optional(v.string()),
  passages: v.optional(v.object({ human: count, ai: count })),
  auroc: v.optional(share),
  /** Share of human passages called likely AI, and of AI passages found, as the threshold moves. */
  curve: v.optional(v.array(price)),
  sensitivities: v.optional(v.object({ strict: price, balanced: price, curious: price })),
  /** At the balanced setting: false alarms by kind of human text. */
  humanKinds: v.optional(v.array(kindRate)),
  /** At the balanced setting: false alarms on writers in their first and in another language. */
  writers: v.optional(v.object({ native: rate, nonNative: rate })),
  /** At the balanced setting: AI texts found, by what wrote them. */
  generators: v.optional(v.array(kindRate)),
  /** At the balanced setting, by length in tokens. */
  lengths: v.optional(
    v.array(
      v.object({ from: count, to: v.nullable(count), human: rate, ai: rate, auroc: v.optional(share) }),
    ),
  ),
  training: v.optional(
    v.object({
      human: count,
      ai: count,
      sources: count,
      /** Families of models whose texts were in it. */
      generators: v.array(v.string()),
      /** What else should be known, one sentence each, English. */
      notes: v.optional(v.array(v.string())),
    }),
  ),
});

export type Figures = v.InferOutput<typeof figures>;
export type KindRate = v.InferOutput<typeof kindRate>;
export type Price = v.InferOutput<typeof price>;

/** The parts of the figures that can be read; a part that cannot is as if it were missing. */
export function readFigures(json: unknown): Figures {
  if (typeof json !== 'object' || json === null) return {};
  const known = Object.entries(json).filter(([name, value]) => {
    if (!Object.hasOwn(figures.entries, name)) return false;
    return v.safeParse(figures.entries[name as keyof Figures], value).success;
  });
  return Object.fromEntries(known);
}

const Z = 1.96; // 95 % of a normal distribution lie within this many standard deviations

/** Wilson's 95 % interval of a share that was measured on a number of passages. */
export function interval(likely: number, passages: number): { low: number; high: number } {
  if (passages === 0) return { low: 0, high: 1 };
  const z2 = Z * Z;
  const middle = (likely + z2 / (2 * passages)) / (1 + z2 / passages);
  const half =
    (Z / (1 + z2 / passages)) *
    Math.sqrt((likely * (1 - likely)) / passages + z2 / (4 * passages * passages));
  return { low: Math.max(0, middle - half), high: Math.min(1, middle + half) };
}
