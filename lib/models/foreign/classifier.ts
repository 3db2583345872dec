import type { InferenceSession, Tensor, TensorConstructor } from 'onnxruntime-web';
import { probabilityOf, verdictOf } from '../../detector/calibration.ts';
import { MOST_TOKENS } from '../../detector/engine.ts';
import { normalise } from '../../detector/normalise.ts';
import { once } from '../../detector/once.ts';
import { isProse } from '../../detector/prose.ts';
import { type Span, splitSentences } from '../../detector/sentences.ts';
import type { Sensitivity, SentenceEvidence, Verdict } from '../../detector/verdict.ts';
import { cutWindows } from '../../detector/windows.ts';
import { countWords } from '../../detector/words.ts';
import { ModelRefusedError } from '../refusal.ts';
import { type Architecture, readConfig } from './config.ts';
import { type AiLabels, findAiLabels } from './labels.ts';
import { type ForeignCalibration, type ForeignManifest, readForeignManifest } from './manifest.ts';
import { type CheckedTokeniser, createForeignTokeniser, readTokeniser } from './tokens.ts';

/** What is known of a foreign model before any of it is loaded. */
export interface ForeignDescription {
  /** `[a-z0-9-]`, made of the name where the model states none; two models may give the same. */
  id: string;
  name: string;
  version: string;
  architecture: Architecture;
  /** In the order of the model's logits. One label is one logit: P = sigmoid(logit). */
  labels: string[];
  /** Which labels mean AI and how that is known; `assumed` is worth saying to whoever chooses the model. */
  aiLabels: AiLabels;
  /** How many tokens the model knows. */
  vocabulary: number;
  /** Most tokens of one window, with the special ones at its ends. Longer passages are read in several. */
  maxTokens: number;
  /** Languages it can judge, as BCP 47 base tags; null where nobody says. */
  languages: string[] | null;
  /** Null for an uncalibrated model: it has scores and no verdicts, and judges no pages. */
  calibration: ForeignCalibration | null;
  /** Fingerprints of the files that the calibration was made with, by name. */
  files: NonNullable<ForeignManifest['files']>;
}

/**
 * Describes a model by its parsed JSON files, and refuses what Telltale cannot run. Loads nothing.
 * @throws ModelRefusedError
 */
export function describeForeign(files: {
  config: unknown;
  tokenizer: unknown;
  model?: unknown;
}): ForeignDescription {
  const config = readConfig(files.config);
  const stated = readForeignManifest(files.model ?? {});
  readTokeniser(files.tokenizer, config.vocabulary);
  const aiLabels = findAiLabels(config.labels, stated.aiLabels);
  if (!aiLabels) throw new ModelRefusedError('labels', config.labels.join(', '));
  const name = stated.name ?? (config.name || `${config.architecture} classifier`);
  return {
    id: stated.id ?? slugOf(name),
    name,
    version: stated.version ?? '1',
    architecture: config.architecture,
    labels: config.labels,
    aiLabels,
    vocabulary: config.vocabulary,
    maxTokens: Math.min(config.maxTokens, stated.maxTokens ?? config.maxTokens),
    languages: stated.languages ?? null,
    calibration: stated.calibration ?? null,
    files: stated.files ?? {},
  };
}

/** A session of the model's graph, in any build of ONNX Runtime, and that build's tensors. */
export interface ForeignSession {
  session: InferenceSession;
  Tensor: TensorConstructor;
}

/** A text as the model will read it. */
export interface ForeignPrepared {
  words: number;
  /** False for code, tables, numbers: see `isProse`. */
  isProse: boolean;
  /** Token ids without special tokens. */
  ids: number[];
  spans: Span[];
  /** Tokens of each sentence, in the order of `spans`. */
  counts: number[];
}

export interface ForeignScore {
  /** Log-odds for AI as the model gives them; null where there is not a single token to read. */
  logit: number | null;
  /** Calibrated P(AI) in [0, 1] where the model is calibrated, else the model's own. */
  probability: number | null;
  /** The model's tokens, without special ones. */
  tokens: number;
  words: number;
  /** Null while the model is uncalibrated: what it gives is its own score and no judgement. */
  verdict: Verdict | null;
}

export interface JudgeOptions {
  sensitivity: Sensitivity;
  /** BCP 47 tag of the text where it is known. */
  language?: string | null;
}

/** Awaited between two runs of the model: the time to serve someone who is in more of a hurry, or to throw. */
export type Between = () => Promise<void>;

const BALANCED: JudgeOptions = { sensitivity: 'balanced' };
/** Characters of one sentence that are looked at; four times the longest that fits any window. */
const LONGEST_SENTENCE = 20_000;

/**
 * Any text classifier as a scorer. Takes the text as it stands: such models learnt from raw text, not from normalised.
 *
 * A passage longer than a window is cut at sentence ends into even windows; its logit is the mean of theirs, each
 * weighted by its tokens, so that it stays on the scale of one window's.
 */
export class ForeignClassifier {
  readonly description: ForeignDescription;
  readonly #tokeniser: ReturnType<typeof createForeignTokeniser>;
  readonly #graph: Graph;

  constructor(description: ForeignDescription, tokenizer: CheckedTokeniser, runtime: ForeignSession) {
    this.description = description;
    this.#tokeniser = createForeignTokeniser(tokenizer, description.vocabulary);
    this.#graph = openGraph(runtime, description);
  }

  /** Reads one short text, the first time it is asked: the first run costs more than the later ones. */
  readonly warm = once(async (): Promise<void> => {
    await this.score('One sentence to begin with.');
  });

  /** The whole answer for one text. */
  async score(text: string, options: JudgeOptions = BALANCED, between?: Between): Promise<ForeignScore> {
    const prepared = this.prepare(text);
    return this.judge(prepared, await this.read(prepared, between), options);
  }

  /** Splits and tokenises; sentence by sentence gives the ids that the whole text gives, as they meet at spaces. */
  prepare(text: string): ForeignPrepared {
    const prepared: ForeignPrepared = {
      ...{ words: countWords(text), isProse: isProse(normalise(text)) },
      ...{ ids: [], spans: [], counts: [] },
    };
    let from: number | null = null;
    for (const span of splitSentences(text)) {
      const room = MOST_TOKENS - prepared.ids.length;
      if (room === 0) break;
      // The space before a sentence is part of its first token to some tokenisers.
      const sentence = text.slice(from ?? span.start, span.end).slice(0, LONGEST_SENTENCE);
      const ids = this.#tokeniser.encode(sentence).slice(0, room);
      from = span.end;
      if (ids.length === 0) continue;
      prepared.spans.push(span);
      prepared.counts.push(ids.length);
      for (const id of ids) prepared.ids.push(id);
    }
    return prepared;
  }

  /** The model's log-odds for AI; null where there is nothing to read. */
  async read(prepared: ForeignPrepared, between?: Between): Promise<number | null> {
    const { length } = prepared.ids;
    if (length === 0) return null;
    let logit = 0;
    for (const window of this.#windows(prepared)) {
      if (window.from > 0) await between?.();
      logit += ((await this.#run(prepared.ids.slice(window.from, window.to))) * size(window)) / length;
    }
    return logit;
  }

  /** What a logit means for a text of that length. */
  judge(
    { ids, words, isProse }: ForeignPrepared,
    logit: number | null,
    { sensitivity, language }: JudgeOptions,
  ): ForeignScore {
    const tokens = ids.length;
    const { calibration, languages } = this.description;
    if (!calibration) {
      const probability = logit === null ? null : 1 / (1 + Math.exp(-logit));
      return { logit, probability, tokens, words, verdict: null };
    }
    const base = language?.split('-')[0]?.toLowerCase();
    const { passage } = calibration;
    if (base && languages && !languages.includes(base)) {
      return { logit, probability: null, tokens, words, verdict: 'unsupported-language' };
    }
    if (tokens >= passage.minTokens && !isProse) {
      return { logit, probability: null, tokens, words, verdict: 'not-prose' };
    }
    if (logit === null || tokens < passage.minTokens) {
      return { logit, probability: null, tokens, words, verdict: 'too-short' };
    }
    const verdict = verdictOf(passage, logit, tokens, sensitivity);
    return { logit, probability: probabilityOf(passage, logit, tokens), tokens, words, verdict };
  }

  /**
   * How much each sentence speaks for AI: by how much the logit falls when its window is read without it. As many runs
   * as there are sentences, so only when asked; the parts need not add up to the logit.
   */
  async sentences(text: string, between?: Between): Promise<SentenceEvidence[]> {
    const prepared = this.prepare(text);
    const { ids, spans, counts } = prepared;
    const evidence = spans.map(() => 0);
    for (const window of this.#windows(prepared)) {
      const whole = await this.#run(ids.slice(window.from, window.to));
      let begin = 0;
      for (const [i, count] of counts.entries()) {
        const end = begin + count;
        const from = Math.max(begin, window.from);
        const to = Math.min(end, window.to);
        begin = end;
        if (from >= to) continue;
        await between?.();
        const rest = [...ids.slice(window.from, from), ...ids.slice(to, window.to)];
        // A sentence that is its whole window has nothing to be missed from: the window's logit is all its own.
        const without = rest.length > 0 ? await this.#run(rest) : 0;
        evidence[i] = (evidence[i] ?? 0) + ((whole - without) * size(window)) / ids.length;
      }
    }
    return spans.map(({ start, end }, i) => ({ start, end, evidence: evidence[i] ?? 0 }));
  }

  /** Frees the session's memory. The classifier cannot run after this. */
  release(): Promise<void> {
    return this.#graph.release();
  }

  /** Places of the first and after the last token of each window. */
  #windows({ counts }: ForeignPrepared): { from: number; to: number }[] {
    const { before, after } = this.#tokeniser;
    let at = 0;
    return cutWindows(counts, this.description.maxTokens - before.length - after.length).map((length) => {
      const from = at;
      at += length;
      return { from, to: at };
    });
  }

  async #run(ids: readonly number[]): Promise<number> {
    const { before, after } = this.#tokeniser;
    const logits = await this.#graph.run([...before, ...ids, ...after]);
    return logOdds(logits, this.description.aiLabels.ai);
  }
}

/**
 * Makes a classifier of a described model. `describeForeign` has checked the files.
 * @throws ModelRefusedError where the tokeniser or the graph turns out to be of another kind
 */
export function openForeign(
  description: ForeignDescription,
  tokenizer: unknown,
  runtime: ForeignSession,
): ForeignClassifier {
  return new ForeignClassifier(description, readTokeniser(tokenizer, description.vocabulary), runtime);
}

interface Graph {
  /** The logits of one window. */
  run(ids: readonly number[]): Promise<Float32Array>;
  release(): Promise<void>;
}

const INPUTS = ['input_ids', 'attention_mask', 'token_type_ids'];

function openGraph({ session, Tensor }: ForeignSession, { labels }: ForeignDescription): Graph {
  const inputs = session.inputMetadata.map((input) => {
    if (!INPUTS.includes(input.name)) throw new ModelRefusedError('graph', `it asks for ${input.name}`);
    if (!input.isTensor || (input.type !== 'int64' && input.type !== 'int32')) {
      throw new ModelRefusedError('graph', `${input.name} is of a type that is no token id's`);
    }
    if (typeof input.shape[1] === 'number' && input.shape[1] > 0) {
      throw new ModelRefusedError('graph', `it reads texts of exactly ${input.shape[1]} tokens only`);
    }
    return { name: input.name, type: input.type };
  });
  if (!inputs.some(({ name }) => name === 'input_ids'))
    throw new ModelRefusedError('graph', 'it takes no input_ids');
  if (!session.outputNames.includes('logits')) throw new ModelRefusedError('graph', 'it gives no logits');
  const tensorOf = (type: 'int64' | 'int32', values: readonly number[]): Tensor =>
    type === 'int64'
      ? new Tensor('int64', BigInt64Array.from(values, BigInt), [1, values.length])
      : new Tensor('int32', Int32Array.from(values), [1, values.length]);
  const read = async (ids: readonly number[]): Promise<Float32Array> => {
    const feeds = inputs.map(({ name, type }) => {
      const fill = name === 'attention_mask' ? 1 : 0;
      return [name, tensorOf(type, name === 'input_ids' ? ids : ids.map(() => fill))];
    });
    const { logits } = await session.run(Object.fromEntries(feeds), ['logits']);
    const data = logits?.data;
    if (!(data instanceof Float32Array) || data.length !== labels.length || !data.every(Number.isFinite)) {
      throw new ModelRefusedError('graph', `it does not give ${labels.length} logits for a text`);
    }
    const copy = data.slice();
    logits?.dispose();
    return copy;
  };
  // A session in WASM keeps its arguments on a stack: two runs at a time would take each other's away.
  let last: Promise<unknown> = Promise.resolve();
  return {
    run(ids) {
      const logits = last.then(() => read(ids));
      last = logits.catch(() => undefined);
      return logits;
    },
    release: () => session.release(),
  };
}

/** Log-odds of the labels at these places against all others; of a single logit, itself or its negative. */
function logOdds(logits: Float32Array, ai: readonly number[]): number {
  if (logits.length === 1) return (logits[0] ?? 0) * (ai.includes(0) ? 1 : -1);
  const of = (isAi: boolean): number => logSumExp(logits.filter((_, i) => ai.includes(i) === isAi));
  return of(true) - of(false);
}

function logSumExp(values: Float32Array): number {
  const most = Math.max(...values);
  return most + Math.log(values.reduce((sum, value) => sum + Math.exp(value - most), 0));
}

function size({ from, to }: { from: number; to: number }): number {
  return to - from;
}

function slugOf(name: string): string {
  return (
    name
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '')
      .slice(0, 64) || 'model'
  );
}
