import type { ScoredText } from './texts.ts';

// From a logit and a length to P(AI): logistic regression at each knot over the texts of about that length. The same rules
// as `training/telltale_training/calibrate.py`; both pass `tests/fixtures/calibration-vectors.json`.

/** Width in log(tokens) of the neighbourhood that a knot looks at. */
const KERNEL = 0.3;
/** A large source does not speak for all: texts weigh so that a source counts by its size to this power. */
const SOURCE_POWER = 0.6;
const RIDGE = 1e-3;
/** P(AI) must rise with the logit at every length. */
const LEAST_SLOPE = 0.05;

export interface Line {
  slope: number;
  intercept: number;
}

/** How much a text counts for a knot, in (0, 1]. */
export function nearness(tokens: number, knot: number): number {
  const distance = (Math.log(tokens) - Math.log(knot)) / KERNEL;
  return Math.exp(-0.5 * distance ** 2);
}

/** One line a knot, at even odds of both labels. */
export function fitProbability(texts: readonly ScoredText[], knots: readonly number[]): Line[] {
  const balanced = balancedWeights(texts);
  return knots.map((knot) => {
    const near = texts.map(({ tokens }, i) => (balanced[i] ?? 0) * nearness(tokens, knot));
    for (const isAi of [false, true]) {
      const sum = texts.reduce((sum, text, i) => sum + (text.isAi === isAi ? (near[i] ?? 0) : 0), 0);
      for (const [i, text] of texts.entries()) {
        if (text.isAi === isAi) near[i] = ((near[i] ?? 0) * texts.length) / 2 / sum;
      }
    }
    const { slope, intercept } = logistic(texts, near);
    return { slope: Math.max(slope, LEAST_SLOPE), intercept };
  });
}

/** Both labels weigh the same, sources by size ** SOURCE_POWER. */
function balancedWeights(texts: readonly ScoredText[]): number[] {
  const sizes = new Map<string, number>();
  const keyOf = ({ isAi, source }: ScoredText): string => `${isAi} ${source}`;
  for (const text of texts) sizes.set(keyOf(text), (sizes.get(keyOf(text)) ?? 0) + 1);
  const each = texts.map((text) => (sizes.get(keyOf(text)) ?? 1) ** (SOURCE_POWER - 1));
  const sums = { ai: 0, human: 0 };
  for (const [i, { isAi }] of texts.entries()) sums[isAi ? 'ai' : 'human'] += each[i] ?? 0;
  return texts.map(({ isAi }, i) => ((each[i] ?? 0) / sums[isAi ? 'ai' : 'human'] / 2) * texts.length);
}

/** Newton's method for one feature and a constant, each held back a little. */
function logistic(texts: readonly ScoredText[], weights: readonly number[]): Line {
  let slope = 0;
  let intercept = 0;
  for (let step = 0; step < 30; step++) {
    let [gradientX, gradient1] = [-RIDGE * slope, -RIDGE * intercept];
    let [xx, x1, one1] = [RIDGE, 0, RIDGE];
    for (const [i, { logit, isAi }] of texts.entries()) {
      const z = Math.min(30, Math.max(-30, slope * logit + intercept));
      const p = 1 / (1 + Math.exp(-z));
      const weight = weights[i] ?? 0;
      const pull = weight * ((isAi ? 1 : 0) - p);
      const bend = weight * p * (1 - p);
      gradientX += pull * logit;
      gradient1 += pull;
      xx += bend * logit * logit;
      x1 += bend * logit;
      one1 += bend;
    }
    const determinant = xx * one1 - x1 * x1;
    const stepX = (one1 * gradientX - x1 * gradient1) / determinant;
    const step1 = (xx * gradient1 - x1 * gradientX) / determinant;
    slope += stepX;
    intercept += step1;
    if (Math.max(Math.abs(stepX), Math.abs(step1)) < 1e-8) break;
  }
  return { slope, intercept };
}
