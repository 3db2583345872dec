import type { Sensitivity, Verdict } from './verdict.ts';

/** Band edges on the logit, one per length knot. */
export interface Edges {
  likely: readonly number[];
  possibly: readonly number[];
}

/** How a logit and a length become a probability and a verdict. One number per knot of `lengths` everywhere. */
export interface Calibration {
  /** Fewer tokens than this are `too-short`. */
  minTokens: number;
  /** Knots in tokens, ascending. Between them everything is linear in log(tokens), flat beyond the ends. */
  lengths: readonly number[];
  /** P(AI) = sigmoid(slope × logit + intercept), slope > 0: monotone in the logit at every length. */
  slope: readonly number[];
  intercept: readonly number[];
  edges: Readonly<Record<Sensitivity, Edges>>;
}

/** Calibrated P(AI) in [0, 1] of a logit at a length in tokens. */
export function probabilityOf(calibration: Calibration, logit: number, tokens: number): number {
  const slope = atLength(calibration, calibration.slope, tokens);
  const intercept = atLength(calibration, calibration.intercept, tokens);
  return 1 / (1 + Math.exp(-(slope * logit + intercept)));
}

/** The band that a logit falls into at a length in tokens. */
export function verdictOf(
  calibration: Calibration,
  logit: number,
  tokens: number,
  sensitivity: Sensitivity,
): Verdict {
  if (tokens < calibration.minTokens) return 'too-short';
  const { likely, possibly } = calibration.edges[sensitivity];
  if (logit >= atLength(calibration, likely, tokens)) return 'likely-ai';
  if (logit >= atLength(calibration, possibly, tokens)) return 'possibly-ai';
  return 'no-signs';
}

/** The value of a quantity given at the knots, at a length between them. */
export function atLength(
  { lengths }: Pick<Calibration, 'lengths'>,
  values: readonly number[],
  tokens: number,
): number {
  const above = lengths.findIndex((knot) => knot >= tokens);
  if (above === -1) return values.at(-1) ?? Number.NaN;
  const high = values[above] ?? Number.NaN;
  if (above === 0) return high;
  const from = lengths[above - 1] ?? 1;
  const to = lengths[above] ?? 1;
  const low = values[above - 1] ?? Number.NaN;
  const share = Math.log(tokens / from) / Math.log(to / from);
  return low + (high - low) * share;
}
