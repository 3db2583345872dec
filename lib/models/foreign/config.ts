import * as v from 'valibot';
import { checked } from '../json-file.ts';
import { ModelRefusedError } from '../refusal.ts';

// `config.json` as the Hub's libraries write it, checked before anything of it is used.

/** The kinds of encoder whose input Telltale knows how to make. */
export const ARCHITECTURES = [
  'bert',
  'distilbert',
  'electra',
  'roberta',
  'xlm-roberta',
  'deberta-v2',
] as const;
export type Architecture = (typeof ARCHITECTURES)[number];

/** Larger vocabularies are no text classifiers'; the largest in use, XLM-RoBERTa's, has 250,000. */
export const MOST_VOCABULARY = 500_000;
const MOST_LABELS = 100;
/** Longer windows cost more than they tell: attention grows with their square. */
const MOST_WINDOW_TOKENS = 512;
const LEAST_WINDOW_TOKENS = 16;

const count = v.pipe(v.number(), v.integer(), v.minValue(0));

const config = v.looseObject({
  model_type: v.pipe(v.string(), v.maxLength(100)),
  architectures: v.nullish(v.array(v.pipe(v.string(), v.maxLength(200)))),
  vocab_size: v.pipe(count, v.maxValue(MOST_VOCABULARY)),
  max_position_embeddings: v.nullish(v.number()),
  pad_token_id: v.nullish(count),
  id2label: v.nullish(
    v.record(v.pipe(v.string(), v.regex(/^\d{1,3}$/)), v.pipe(v.string(), v.maxLength(200))),
  ),
  num_labels: v.nullish(v.pipe(count, v.minValue(1), v.maxValue(MOST_LABELS))),
  _name_or_path: v.nullish(v.pipe(v.string(), v.maxLength(1000))),
});

/** What Telltale needs to know of a model's `config.json`. */
export interface Config {
  architecture: Architecture;
  labels: string[];
  vocabulary: number;
  /** Most tokens of one window, with the special ones at its ends. */
  maxTokens: number;
  /** What the model was called where it was made; empty where that is not known. */
  name: string;
}

/** @throws ModelRefusedError where Telltale cannot run such a model */
export function readConfig(json: unknown): Config {
  const c = checked(config, 'config.json', json);
  const architecture = ARCHITECTURES.find((known) => known === c.model_type);
  if (!architecture) throw new ModelRefusedError('architecture', c.model_type);
  const heads = c.architectures ?? [];
  if (heads.length > 0 && !heads.some((head) => head.endsWith('ForSequenceClassification'))) {
    throw new ModelRefusedError('notClassifier', heads.join(', '));
  }
  return {
    architecture,
    labels: labelsOf(c),
    vocabulary: c.vocab_size,
    maxTokens: maxTokensOf(architecture, c),
    name: c._name_or_path?.split('/').at(-1) ?? '',
  };
}

function labelsOf({ id2label, num_labels }: v.InferOutput<typeof config>): string[] {
  // What the libraries leave out is what they take for granted: two labels, LABEL_0 and LABEL_1.
  if (!id2label) return Array.from({ length: num_labels ?? 2 }, (_, i) => `LABEL_${i}`);
  const labels = Array.from({ length: Object.keys(id2label).length }, (_, i) => id2label[i]);
  if (labels.length === 0 || labels.length > MOST_LABELS || labels.includes(undefined)) {
    throw new ModelRefusedError('notValid', 'config.json', 'id2label: labels are numbered from 0 on');
  }
  return labels as string[];
}

function maxTokensOf(
  architecture: Architecture,
  { max_position_embeddings, pad_token_id }: v.InferOutput<typeof config>,
): number {
  // DeBERTa's positions are relative and may be given as -1: any length.
  if (!max_position_embeddings || max_position_embeddings < 0) return MOST_WINDOW_TOKENS;
  // RoBERTa counts positions from the one after the padding's.
  const taken = architecture.endsWith('roberta') ? (pad_token_id ?? 1) + 1 : 0;
  const most = Math.min(MOST_WINDOW_TOKENS, max_position_embeddings - taken);
  if (most >= LEAST_WINDOW_TOKENS) return most;
  throw new ModelRefusedError(
    'notValid',
    'config.json',
    'max_position_embeddings: too short to read a sentence',
  );
}
