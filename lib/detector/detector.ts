import type { Prepared, ScoreOptions, UnitPart, UnitScore } from './engine.ts';
import type { Score, Sensitivity } from './verdict.ts';

/**
 * What judges pages, as whoever keeps it sees it: the engine of our own models, or a calibrated model of someone else's
 * (`lib/models/foreign/detector.ts`).
 */
export interface Detector {
  readonly manifest: { readonly id: string; readonly version: string };
  /** Splits and tokenises a text; what is given back belongs to this detector. */
  prepare(text: string): Prepared;
  /** What can be said at once; null where nothing can be said before the text has been read. */
  first(prepared: Prepared, options: ScoreOptions): Score | null;
  /** Whether a first answer is as good as final. */
  isSettled(score: Score, sensitivity: Sensitivity): boolean;
  /** @param between awaited in the middle of a long passage: the time to serve someone who is in more of a hurry */
  full(prepared: Prepared, options: ScoreOptions, between?: () => Promise<void>): Promise<Score>;
  /** The numbers from which `recall` makes a score again; null where there is nothing worth keeping. */
  evidenceOf(score: Score): number[] | null;
  /** The score of which these numbers were kept; null where they do not fit the text. */
  recall(prepared: Prepared, evidence: readonly number[], options: ScoreOptions): Score | null;
  /** What several passages of one author say together. */
  unit(scores: readonly UnitPart[], sensitivity: Sensitivity): UnitScore;
  /** Lets the model read, whatever the text is worth: for measuring its time. */
  readDeeply(prepared: Prepared): Promise<unknown>;
  /** Makes ready what the first passage would otherwise wait for. */
  warm(): Promise<void>;
  release(): Promise<void>;
}
