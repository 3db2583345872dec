// What the accuracy page shows, whatever the model's file calls it. Every part may be missing; the page shows what is
// there and claims nothing else.

/** Shares in [0, 1], at one threshold. */
export interface Price {
  /** Passages by people called likely AI. */
  falseAlarms: number;
  /** AI passages called likely AI. */
  found: number;
}

/** The share of `passages` that was called likely AI. */
export interface Rate {
  passages: number;
  likely: number;
}

/** `kind` is ready to be shown. */
export type KindRate = Rate & { kind: string };

export interface LengthRate {
  /** Tokens; `to` is null where it is open. */
  from: number;
  to: number | null;
  human: Rate | null;
  /** At 1 false alarm in 100 among passages of this length. */
  ai: Rate | null;
}

export interface Figures {
  passages?: { human: number; ai: number };
  /** Lowest and highest over the sets measured. */
  auroc?: { low: number; high: number };
  /** By falling caution; the named ones are the reader's choices. */
  curve?: (Price & { sensitivity: 'strict' | 'balanced' | 'curious' | null })[];
  /** At the balanced setting. */
  humanKinds?: KindRate[];
  /** At the balanced setting: people who learn English, and all others. */
  writers?: { learners: Rate; others: Rate };
  /** At the balanced setting. */
  generators?: KindRate[];
  lengths?: LengthRate[];
  training?: { human: number; ai: number; sources: number; date: string | null };
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

/** Several measurements as one. */
export function pooled(rates: readonly Rate[]): Rate {
  const passages = rates.reduce((sum, rate) => sum + rate.passages, 0);
  const likely = rates.reduce((sum, rate) => sum + rate.likely * rate.passages, 0);
  return { passages, likely: passages === 0 ? 0 : likely / passages };
}
