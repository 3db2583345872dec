import { atLength, type Calibration, probabilityOf, verdictOf } from '../../detector/calibration.ts';
import type { Detector } from '../../detector/detector.ts';
import type { Prepared, ScoreOptions, UnitPart, UnitScore } from '../../detector/engine.ts';
import type { Score, Sensitivity } from '../../detector/verdict.ts';
import { ModelRefusedError } from '../refusal.ts';
import type { Between, ForeignClassifier } from './classifier.ts';
import type { ForeignCalibration } from './manifest.ts';

/**
 * A calibrated foreign model as the one that judges pages. It has nothing to say before it has read a passage, and no
 * evidence per sentence; both come from parts that only our own models have.
 */
export class ForeignDetector implements Detector {
  readonly #classifier: ForeignClassifier;
  readonly #calibration: ForeignCalibration;

  /** @throws ModelRefusedError where the model is not calibrated: it may only give second opinions */
  constructor(classifier: ForeignClassifier) {
    const { calibration, name } = classifier.description;
    if (!calibration) throw new ModelRefusedError('notCalibrated', name);
    this.#classifier = classifier;
    this.#calibration = calibration;
  }

  /** The graphs' fingerprints are part of the version: scores are remembered by it, and names are anybody's choice. */
  get manifest(): { id: string; version: string } {
    const { id, version, files } = this.#classifier.description;
    const graphs = Object.values(files).map(({ sha256 }) => sha256.slice(0, 12));
    return { id, version: [version, ...graphs].join(' ') };
  }

  prepare(text: string): Prepared {
    const prepared = this.#classifier.prepare(text);
    return { ...prepared, wide: new Float32Array(prepared.ids.length) };
  }

  /** Only what need not be read: a passage that will not be judged. */
  first(prepared: Prepared, options: ScoreOptions): Score | null {
    const score = this.#judge(prepared, null, options);
    // Without a logit, a text that is long enough is only waiting to be read.
    const isWaiting = score.verdict === 'too-short' && score.tokens >= this.#calibration.passage.minTokens;
    return isWaiting ? null : score;
  }

  isSettled(): boolean {
    return false;
  }

  async full(prepared: Prepared, options: ScoreOptions, between?: Between): Promise<Score> {
    return (
      this.first(prepared, options) ??
      this.#judge(prepared, await this.#classifier.read(prepared, between), options)
    );
  }

  evidenceOf({ logit }: Score): number[] | null {
    return logit === null ? null : [logit];
  }

  recall(prepared: Prepared, [logit, ...more]: readonly number[], options: ScoreOptions): Score | null {
    return logit === undefined || more.length > 0 ? null : this.#judge(prepared, logit, options);
  }

  unit(scores: readonly UnitPart[], sensitivity: Sensitivity): UnitScore {
    const { passage, unit } = this.#calibration;
    const { logit, tokens } = pooled(passage, scores);
    if (logit === null || tokens < unit.minTokens) {
      return { verdict: 'too-short', probability: null, logit: null, tokens };
    }
    return {
      verdict: verdictOf(unit, logit, tokens, sensitivity),
      probability: probabilityOf(unit, logit, tokens),
      logit,
      tokens,
    };
  }

  readDeeply(prepared: Prepared): Promise<number | null> {
    return this.#classifier.read(prepared);
  }

  warm(): Promise<void> {
    return this.#classifier.warm();
  }

  release(): Promise<void> {
    return this.#classifier.release();
  }

  #judge(prepared: Prepared, logit: number | null, options: ScoreOptions): Score {
    const score = this.#classifier.judge(prepared, logit, options);
    return { ...score, verdict: score.verdict ?? 'too-short', depth: 1, sentences: [] };
  }
}

/**
 * What several passages of one author say together, before its own calibration: their calibrated log-odds, each weighted
 * by the root of its tokens, over the root of all tokens. Independent passages then add up as sentences do in our own
 * models, and long ones count for more. Calibrating fits the bands to the same numbers.
 */
export function pooled(
  passage: Calibration,
  scores: readonly Pick<UnitPart, 'logit' | 'tokens'>[],
): { logit: number | null; tokens: number } {
  let sum = 0;
  let tokens = 0;
  for (const score of scores) {
    if (score.logit === null) continue;
    const slope = atLength(passage, passage.slope, score.tokens);
    const logOdds = slope * score.logit + atLength(passage, passage.intercept, score.tokens);
    sum += logOdds * Math.sqrt(score.tokens);
    tokens += score.tokens;
  }
  return { logit: tokens > 0 ? sum / Math.sqrt(tokens) : null, tokens };
}
