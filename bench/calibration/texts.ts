import type { Labelled } from '../metrics.ts';

/** A labelled text as a model has scored it. */
export interface ScoredText extends Labelled {
  /** The model's own tokens. */
  tokens: number;
  /** Where it is from: the unit by which a false-positive rate may differ. */
  source: string;
}
