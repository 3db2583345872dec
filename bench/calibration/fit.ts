import { atLength, type Calibration } from '../../lib/detector/calibration.ts';
import type { Sensitivity } from '../../lib/detector/verdict.ts';
import { BANDS, HumanTexts, logitOf } from './bands.ts';
import { fitProbability, nearness } from './probability.ts';
import type { ScoredText } from './texts.ts';

/** Tokens; even steps in the logarithm. */
export const PASSAGE_KNOTS = [30, 50, 80, 130, 200, 320];
export const UNIT_KNOTS = [40, 80, 160, 320, 640, 1280];

/** Of AI texts: a verdict that catches fewer says too little to be worth its false accusations. */
const LEAST_CAUGHT = 0.3;
const MOST_LEAST_TOKENS = 400;

/** A calibration with what it was fitted to: rates of human texts above each edge, before the floors. */
export interface Fitted extends Calibration {
  rates: Record<Sensitivity, { likely: number; possibly: number }>;
}

/** Probabilities and bands from scored texts of both labels. */
export function fitCalibration(texts: readonly ScoredText[], knots: readonly number[]): Fitted {
  const lines = fitProbability(texts, knots);
  const human = new HumanTexts(texts, knots);
  const fitted = (['strict', 'balanced', 'curious'] as const).map((sensitivity) => {
    const { likely, possibly, leastProbability } = BANDS[sensitivity];
    const rates = { likely: human.heldRate(likely), possibly: human.heldRate(possibly) };
    // No verdict may contradict the probability shown beside it.
    const likelyEdges = larger(human.edges(rates.likely), logitOf(leastProbability.likely, lines));
    const possiblyEdges = larger(human.edges(rates.possibly), logitOf(leastProbability.possibly, lines));
    const edges = { likely: likelyEdges, possibly: smaller(possiblyEdges, likelyEdges) };
    return { sensitivity, rates, edges };
  });
  const bySensitivity = <T>(value: (each: (typeof fitted)[number]) => T) =>
    Object.fromEntries(fitted.map((each) => [each.sensitivity, value(each)])) as Record<Sensitivity, T>;
  const edges = bySensitivity((each) => each.edges);
  return {
    minTokens: leastTokens(texts, knots, edges.balanced.possibly),
    lengths: [...knots],
    slope: lines.map(({ slope }) => slope),
    intercept: lines.map(({ intercept }) => intercept),
    edges,
    rates: bySensitivity((each) => each.rates),
  };
}

/** The least length at which `possibly-ai` and above still catch LEAST_CAUGHT of AI texts. */
function leastTokens(
  texts: readonly ScoredText[],
  knots: readonly number[],
  possibly: readonly number[],
): number {
  const ai = texts.filter(({ isAi }) => isAi);
  const caught = ai.map(({ logit, tokens }) => logit >= atLength({ lengths: knots }, possibly, tokens));
  for (let least = PASSAGE_KNOTS[0] ?? 30; least < MOST_LEAST_TOKENS; least += 2) {
    let [near, of] = [0, 0];
    for (const [i, { tokens }] of ai.entries()) {
      const weight = nearness(tokens, least);
      of += weight;
      if (caught[i]) near += weight;
    }
    if (near / of >= LEAST_CAUGHT) return least;
  }
  return MOST_LEAST_TOKENS;
}

function larger(a: readonly number[], b: readonly number[]): number[] {
  return a.map((value, i) => Math.max(value, b[i] ?? value));
}

function smaller(a: readonly number[], b: readonly number[]): number[] {
  return a.map((value, i) => Math.min(value, b[i] ?? value));
}
