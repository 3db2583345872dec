import type { Calibration } from './calibration.ts';
import { atLength, probabilityOf, verdictOf } from './calibration.ts';
import type { Detector } from './detector.ts';
import { type Encoder, type EncoderEvidence, pooled } from './encoder.ts';
import type { Manifest } from './manifest.ts';
import { NORMALISER_VERSION, normalise } from './normalise.ts';
import { once } from './once.ts';
import { isProse } from './prose.ts';
import type { Span } from './sentences.ts';
import { splitSentences } from './sentences.ts';
import type { Tokenise } from './tokenise.ts';
import type { Score, Sensitivity, SentenceEvidence, Verdict } from './verdict.ts';
import type { WidePart } from './wide.ts';
import { cutWindows } from './windows.ts';
import { countWords } from './words.ts';

const CLS = 101;
const SEP = 102;

/** About 1,500 words. More changes no verdict, and would keep the encoder from the next passage for a second or two. */
export const MOST_TOKENS = 2048;

/** The parts of a model, ready to run. A model may lack either the wide part or the encoder. */
export interface Parts {
  manifest: Manifest;
  tokenise: Tokenise;
  wide: WidePart | null;
  /** Opens the encoder, once; asked again it gives the same one. The wide part need not wait for it. */
  encoder: (() => Promise<Encoder>) | null;
}

/** A passage that has been read by the wide part and not yet by the encoder. */
export interface Prepared {
  words: number;
  /** False for code, tables, numbers: see `isProse`. */
  isProse: boolean;
  ids: number[];
  spans: Span[];
  /** Tokens of each sentence, in the order of `spans`. */
  counts: number[];
  /** The wide part's evidence, one number per token; zeros where the model has no wide part. */
  wide: Float32Array;
}

export interface ScoreOptions {
  sensitivity: Sensitivity;
  /** BCP 47 tag of the passage where it is known; a language the model does not know is not judged. */
  language?: string | null;
}

/** What pooling needs of a passage's score. */
export type UnitPart = Pick<Score, 'logit' | 'tokens' | 'depth'>;

/** What several passages of one author say together. */
export interface UnitScore {
  verdict: Verdict;
  probability: number | null;
  logit: number | null;
  tokens: number;
}

/**
 * The detector: text in, verdict out. Pure of any browser API; one at a time, but `first` may be asked while
 * `full` is running.
 */
export class Engine implements Detector {
  readonly #parts: Parts;

  /** @throws Error where the model was trained on texts normalised by other rules. */
  constructor(parts: Parts) {
    if (parts.manifest.normaliser !== NORMALISER_VERSION) {
      throw new Error(
        `The model needs normaliser ${parts.manifest.normaliser}; this build has ${NORMALISER_VERSION}.`,
      );
    }
    this.#parts = parts;
  }

  get manifest(): Manifest {
    return this.#parts.manifest;
  }

  /** Opens the encoder and lets it run, the first time it is asked: the first run costs more than the later ones. */
  readonly warm = once(async (): Promise<void> => {
    await this.readDeeply(this.prepare('One sentence to begin with.'));
  });

  /** Normalises, splits, tokenises, and reads with the wide part. Microseconds per word. */
  prepare(text: string): Prepared {
    const spans: Span[] = [];
    const counts: number[] = [];
    const ids: number[] = [];
    let read = '';
    for (const span of splitSentences(text)) {
      const room = MOST_TOKENS - ids.length;
      if (room === 0) break;
      const normalised = normalise(text.slice(span.start, span.end));
      const sentence = this.#parts.tokenise(normalised).slice(0, room);
      if (sentence.length === 0) continue;
      spans.push(span);
      counts.push(sentence.length);
      read += normalised;
      for (const id of sentence) ids.push(id);
    }
    const wide = this.#parts.wide?.(ids) ?? new Float32Array(ids.length);
    return { words: countWords(text), isProse: isProse(read), ids, spans, counts, wide };
  }

  /** The wide part's answer: at once, while the encoder still sleeps. */
  first(prepared: Prepared, options: ScoreOptions): Score {
    const { combine, calibration } = this.manifest;
    const evidence = prepared.wide.map((e) => e * combine.wide);
    return this.#score(prepared, evidence, combine.wideBias, calibration.wide, 0, options);
  }

  /** Whether the wide part's `no-signs` is as good as final: the encoder would change fewer than 1 in 500 of these. */
  isSettled({ verdict, logit, tokens }: Score, sensitivity: Sensitivity): boolean {
    const { settled, calibration } = this.manifest;
    if (!settled || verdict !== 'no-signs' || logit === null) return false;
    return logit < atLength(calibration.wide, settled[sensitivity], tokens);
  }

  /**
   * Both parts' answer. Where the model has no encoder, or the passage is not judged, the wide part's.
   * @param between awaited between the windows of a long passage: the time to serve someone who is in more of a hurry
   */
  async full(prepared: Prepared, options: ScoreOptions, between?: () => Promise<void>): Promise<Score> {
    if (abstention(prepared, this.manifest.calibration.both, this.manifest, options)) {
      return this.first(prepared, options);
    }
    const stopBelow = this.#settledBelow(prepared, options.sensitivity);
    return this.judge(prepared, await this.readDeeply(prepared, { between, stopBelow }), options);
  }

  /** The encoder's evidence over all windows; null where the model has no encoder. */
  async readDeeply(
    { ids, counts }: Prepared,
    { between, stopBelow }: { between?: (() => Promise<void>) | undefined; stopBelow?: number[] } = {},
  ): Promise<EncoderEvidence | null> {
    const { encoder, manifest } = this.#parts;
    if (!encoder || manifest.combine.deep === 0) return null;
    const open = await encoder();
    const tokens = new Float32Array(ids.length);
    const windows = cutWindows(counts, manifest.deep?.windowTokens ?? manifest.maxTokens - 2);
    // What one window lacks, another may have: only a passage of one window may be left early.
    const limit = windows.length === 1 ? stopBelow : undefined;
    let at = 0;
    let depth = 1;
    for (const length of windows) {
      if (at > 0) await between?.();
      const found = await open.run(Int32Array.of(CLS, ...ids.slice(at, at + length), SEP), limit);
      tokens.set(found.tokens, at);
      depth = found.depth;
      at += length;
    }
    return { tokens, depth };
  }

  /** Per exit the encoder's pooled evidence below which the layers after it practically never change the verdict. */
  #settledBelow(prepared: Prepared, sensitivity: Sensitivity): number[] {
    const { combine, calibration, settledEarly } = this.manifest;
    if (!settledEarly || combine.deep <= 0) return [];
    const heard = heardWeight(prepared.wide, combine) * pooled(prepared.wide);
    return settledEarly[sensitivity].map((edges) => {
      const edge = atLength(calibration.both, edges, prepared.ids.length);
      return (edge - combine.bias - heard) / combine.deep;
    });
  }

  /** The verdict from both parts' evidence. The logit is given even where the engine abstains. */
  judge(prepared: Prepared, deep: EncoderEvidence | null, options: ScoreOptions): Score {
    if (deep === null) return this.first(prepared, options);
    const { combine, calibration } = this.manifest;
    const wide = heardWeight(prepared.wide, combine);
    const evidence = prepared.wide.map((e, i) => e * wide + (deep.tokens[i] ?? 0) * combine.deep);
    return this.#score(prepared, evidence, combine.bias, calibration.both, deep.depth, options);
  }

  /** Per sentence, from what both parts have read; the wide part alone is as fast as any memory. */
  evidenceOf({ depth, sentences }: Score): number[] | null {
    return depth === 0 ? null : sentences.map(({ evidence }) => evidence);
  }

  /** The verdict from both parts' evidence as an earlier score gave it, per sentence; null where that does not fit. */
  recall(prepared: Prepared, evidence: readonly number[], options: ScoreOptions): Score | null {
    if (evidence.length !== prepared.spans.length) return null;
    const { combine, calibration } = this.manifest;
    const sentences = prepared.spans.map((span, i) => ({ ...span, evidence: evidence[i] ?? 0 }));
    return this.#judge(prepared, sentences, combine.bias, calibration.both, 1, options);
  }

  /** Pools passages of one author: their evidence adds up over all their tokens, like sentences in a passage. */
  unit(scores: readonly UnitPart[], sensitivity: Sensitivity): UnitScore {
    const { combine, calibration } = this.manifest;
    let evidence = 0;
    let tokens = 0;
    for (const score of scores) {
      if (score.logit === null) continue;
      evidence += (logitOfBoth(score.logit, score, calibration) - combine.bias) * Math.sqrt(score.tokens);
      tokens += score.tokens;
    }
    if (tokens < calibration.unit.minTokens) {
      return { verdict: 'too-short', probability: null, logit: null, tokens };
    }
    const logit = evidence / Math.sqrt(tokens) + combine.bias;
    return {
      verdict: verdictOf(calibration.unit, logit, tokens, sensitivity),
      probability: probabilityOf(calibration.unit, logit, tokens),
      logit,
      tokens,
    };
  }

  async release(): Promise<void> {
    const encoder = await this.#parts.encoder?.();
    await encoder?.release();
  }

  #score(
    prepared: Prepared,
    evidence: Float32Array,
    bias: number,
    calibration: Calibration,
    depth: Score['depth'],
    options: ScoreOptions,
  ): Score {
    const sentences = perSentence(evidence, prepared.spans, prepared.counts);
    return this.#judge(prepared, sentences, bias, calibration, depth, options);
  }

  #judge(
    prepared: Prepared,
    sentences: SentenceEvidence[],
    bias: number,
    calibration: Calibration,
    depth: Score['depth'],
    options: ScoreOptions,
  ): Score {
    const { words, ids } = prepared;
    const tokens = ids.length;
    const abstained = abstention(prepared, calibration, this.manifest, options);
    if (tokens === 0) {
      const verdict = abstained ?? 'too-short';
      return { verdict, probability: null, logit: null, tokens, words, depth, sentences: [] };
    }
    const logit = sentences.reduce((sum, sentence) => sum + sentence.evidence, bias);
    return {
      verdict: abstained ?? verdictOf(calibration, logit, tokens, options.sensitivity),
      probability: abstained ? null : probabilityOf(calibration, logit, tokens),
      logit,
      tokens,
      words,
      depth,
      sentences,
    };
  }
}

/** The wide part's weight for a passage: less where all of it would say more for a human than it may. */
function heardWeight(evidence: Float32Array, { wide, wideFloor }: Manifest['combine']): number {
  const logit = wide * pooled(evidence);
  return logit < wideFloor ? (wide * wideFloor) / logit : wide;
}

function abstention(
  prepared: Prepared,
  calibration: Calibration,
  manifest: Manifest,
  options: ScoreOptions,
): Verdict | null {
  const language = options.language?.split('-')[0]?.toLowerCase();
  if (language && !manifest.languages.includes(language)) return 'unsupported-language';
  if (prepared.ids.length < calibration.minTokens) return 'too-short';
  return prepared.isProse ? null : 'not-prose';
}

/** A wide-only logit on the scale of both parts': the one with the same calibrated log-odds. */
function logitOfBoth(
  logit: number,
  { depth, tokens }: UnitPart,
  calibration: Manifest['calibration'],
): number {
  if (depth > 0) return logit;
  const { wide, both } = calibration;
  const logOdds = atLength(wide, wide.slope, tokens) * logit + atLength(wide, wide.intercept, tokens);
  return (logOdds - atLength(both, both.intercept, tokens)) / atLength(both, both.slope, tokens);
}

/** Evidence of each sentence over √(all tokens), so that they add up to the passage's logit. */
function perSentence(
  evidence: Float32Array,
  spans: readonly Span[],
  counts: readonly number[],
): SentenceEvidence[] {
  const root = Math.sqrt(evidence.length);
  let at = 0;
  return spans.map(({ start, end }, i) => {
    let sum = 0;
    for (const stop = at + (counts[i] ?? 0); at < stop; at++) sum += evidence[at] ?? 0;
    return { start, end, evidence: sum / root };
  });
}
