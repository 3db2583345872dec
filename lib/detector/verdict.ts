// The words for what the detector says, and nothing else.

/** A judgement, or an abstention (`too-short`, `unsupported-language`). `no-signs` never means "human". */
export type Verdict = 'likely-ai' | 'possibly-ai' | 'no-signs' | 'too-short' | 'unsupported-language';

/** The false-positive rate a reader accepts for `likely-ai`: strict 0.1 %, balanced 1 %, curious 5 %. */
export type Sensitivity = 'strict' | 'balanced' | 'curious';

/** One sentence's share of the passage's logit, and where it stands in the passage's own text. */
export interface SentenceEvidence {
  /** Character offsets into the text as it was given, before normalising. */
  start: number;
  end: number;
  /** Positive speaks for AI. All sentences' evidence and the bias add up to the logit. */
  evidence: number;
}

/** What the engine says of one passage. */
export interface Score {
  verdict: Verdict;
  /** Calibrated P(AI) in [0, 1]; null where the engine abstains. */
  probability: number | null;
  /** Raw detector output, unrounded; null where nothing could be computed. Rank and threshold on this. */
  logit: number | null;
  /** WordPiece tokens, without [CLS] and [SEP]. */
  tokens: number;
  words: number;
  /**
   * Which parts have read the passage: the wide one alone answers at once, `both` is final, and so is `early`, where the
   * encoder's first layers were enough.
   */
  part: 'wide' | 'early' | 'both';
  sentences: SentenceEvidence[];
}
