import { atLength } from '../../lib/detector/calibration.ts';
import type { Sensitivity } from '../../lib/detector/verdict.ts';
import { type Line, nearness } from './probability.ts';
import type { ScoredText } from './texts.ts';

// A band's edge is a quantile of human texts of about the same length, moved up until every source of human texts keeps
// its limit when the edges are fitted without it. The same rules as `training/telltale_training/calibrate.py`.

/** Rates of human texts above an edge. */
export interface Band {
  overall: number;
  /** The same in the worst human source; null for no limit. */
  worst: number | null;
}

/** The bands of a verdict: what it may accuse wrongly, and the least P(AI) that it may stand beside. */
export interface VerdictBands {
  likely: Band;
  possibly: Band;
  leastProbability: { likely: number; possibly: number };
}

export const BANDS: Record<Sensitivity, VerdictBands> = {
  strict: {
    likely: { overall: 0.001, worst: 0.01 },
    possibly: { overall: 0.01, worst: 0.03 },
    leastProbability: { likely: 0.95, possibly: 0.8 },
  },
  balanced: {
    likely: { overall: 0.01, worst: 0.03 },
    possibly: { overall: 0.05, worst: null },
    leastProbability: { likely: 0.9, possibly: 0.5 },
  },
  curious: {
    likely: { overall: 0.05, worst: null },
    possibly: { overall: 0.12, worst: null },
    leastProbability: { likely: 0.6, possibly: 0.4 },
  },
};

/** Of an allowed rate this much is used: sources never seen are a little worse. */
const MARGIN = 0.8;
/** Human texts that a source needs for its rate to be held against it. */
const LEAST_SOURCE = 40;

/** Human texts made ready for many questions about their quantiles. */
export class HumanTexts {
  readonly #texts: readonly ScoredText[];
  readonly #knots: readonly number[];
  /** Each text's nearness to each knot. */
  readonly #near: readonly number[][];
  readonly #sources: string[];

  constructor(texts: readonly ScoredText[], knots: readonly number[]) {
    this.#texts = texts.filter(({ isAi }) => !isAi).sort((a, b) => b.logit - a.logit);
    this.#knots = knots;
    this.#near = knots.map((knot) => this.#texts.map(({ tokens }) => nearness(tokens, knot)));
    this.#sources = [...new Set(this.#texts.map(({ source }) => source))];
  }

  /** Per knot the logit that `rate` of the texts of about that length pass, those of one source left out. */
  edges(rate: number, without: string | null = null): number[] {
    const counts = (i: number): boolean => this.#texts[i]?.source !== without;
    return this.#near.map((near) => {
      const sum = near.reduce((sum, weight, i) => (counts(i) ? sum + weight : sum), 0);
      let passed = 0;
      for (const [i, weight] of near.entries()) {
        if (!counts(i)) continue;
        passed += weight / sum;
        if (passed >= rate) return this.#texts[i]?.logit ?? Number.NaN;
      }
      return this.#texts.at(-1)?.logit ?? Number.NaN;
    });
  }

  /** The greatest rate whose edges keep the band's limits for sources that they were not fitted on. */
  heldRate({ overall, worst }: Band): number {
    let rate = overall * MARGIN;
    while (rate > overall / 40) {
      const found = this.#ratesAt(rate);
      if (found.overall <= overall && (worst === null || found.worst <= worst * MARGIN)) break;
      rate *= 0.9;
    }
    return rate;
  }

  /** Rates of texts that pass edges which were fitted without their source: over all, and in the worst source. */
  #ratesAt(rate: number): { overall: number; worst: number } {
    let passed = 0;
    let worst = 0;
    for (const source of this.#sources) {
      const edges = this.edges(rate, source);
      const own = this.#texts.filter((text) => text.source === source);
      const above = own.filter(
        ({ logit, tokens }) => logit >= atLength({ lengths: this.#knots }, edges, tokens),
      ).length;
      passed += above;
      if (own.length >= LEAST_SOURCE) worst = Math.max(worst, above / own.length);
    }
    return { overall: passed / this.#texts.length, worst };
  }
}

/** Per knot the logit at which a probability is reached. */
export function logitOf(probability: number, lines: readonly Line[]): number[] {
  const logOdds = Math.log(probability / (1 - probability));
  return lines.map(({ slope, intercept }) => (logOdds - intercept) / slope);
}
