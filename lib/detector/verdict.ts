// The words for what the detector says, and nothing else.

export const JUDGEMENTS = ['likely-ai', 'possibly-ai', 'no-signs'] as const;
export const ABSTENTIONS = ['too-short', 'not-prose', 'unsupported-language'] as const;

export const VERDICTS = [...JUDGEMENTS, ...ABSTENTIONS] as const;

/** A judgement, or an abstention. `no-signs` never means "human". */
export type Verdict = (typeof VERDICTS)[number];

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
   * How far the encoder has read the passage, as the share of its layers in [0, 1]: 0 where the wide part answered alone,
   * below 1 where the first layers were enough.
   */
  depth: number;
  sentences: SentenceEvidence[];
}
