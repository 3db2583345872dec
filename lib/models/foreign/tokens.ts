import { Tokenizer } from '@huggingface/tokenizers';
import * as v from 'valibot';
import type { TokeniserFile } from '../../detector/tokenise.ts';
import { messageOf } from '../../message-of.ts';
import { checked } from '../json-file.ts';
import { ModelRefusedError } from '../refusal.ts';
import { MOST_VOCABULARY } from './config.ts';

// `tokenizer.json` in the Hub's format. The library that runs it trusts it; so this file does not: a pattern in it could
// take years over a sentence, and an id outside of the model's table would be read from foreign memory.

const MOST_ADDED = 20_000;
const MOST_MERGES = 1_000_000;
const LONGEST_TOKEN = 1000;
const LONGEST_WORD = 1000;
const LONGEST_PATTERN = 300;
const LONGEST_PREFIX = 4;
const MOST_STEPS = 20;
/** BERT and RoBERTa put one token before a text and one after it. */
const MOST_SPECIAL = 8;

const id = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(MOST_VOCABULARY));
const token = v.pipe(v.string(), v.maxLength(LONGEST_TOKEN));
// No `v.record`: that leaves out `constructor` and `prototype`, which are words like others here.
const idByToken = v.custom<Record<string, number>>(
  (vocab) =>
    typeof vocab === 'object' &&
    vocab !== null &&
    Object.entries(vocab).every(([token, id]) => token.length <= LONGEST_TOKEN && isId(id)),
  'every token needs an id',
);
const step = v.nullish(v.looseObject({ type: v.pipe(v.string(), v.maxLength(100)) }));

const wordPiece = v.looseObject({
  type: v.literal('WordPiece'),
  vocab: idByToken,
  unk_token: token,
  continuing_subword_prefix: v.optional(token, '##'),
  max_input_chars_per_word: v.optional(v.pipe(v.number(), v.maxValue(LONGEST_WORD))),
});
const bpe = v.looseObject({
  type: v.literal('BPE'),
  vocab: idByToken,
  merges: v.pipe(v.array(v.union([v.string(), v.tuple([v.string(), v.string()])])), v.maxLength(MOST_MERGES)),
});
const unigram = v.looseObject({
  type: v.literal('Unigram'),
  vocab: v.pipe(
    v.array(v.tuple([token, v.pipe(v.number(), v.finite())])),
    v.minLength(1),
    v.maxLength(MOST_VOCABULARY),
  ),
  unk_id: id,
});

const tokenizerFile = v.looseObject({
  normalizer: step,
  pre_tokenizer: step,
  post_processor: step,
  decoder: step,
  added_tokens: v.pipe(
    v.array(v.looseObject({ id, content: v.pipe(token, v.minLength(1)) })),
    v.maxLength(MOST_ADDED),
  ),
  model: v.variant(
    'type',
    [wordPiece, bpe, unigram],
    'WordPiece, BPE and Unigram are the kinds that Telltale knows',
  ),
});

/** Steps whose work is bounded by the text's length, whatever the file says. */
const KNOWN_STEPS = new Set(
  (
    'BertNormalizer Precompiled Sequence Replace NFC NFD NFKC NFKD Strip StripAccents Lowercase Prepend ' +
    'BertPreTokenizer Whitespace WhitespaceSplit Metaspace ByteLevel Split Punctuation Digits ' +
    'TemplateProcessing BertProcessing RobertaProcessing'
  ).split(' '),
);

function isId(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 0 && (value as number) <= MOST_VOCABULARY;
}

/** A tokeniser file that may be used. */
export type CheckedTokeniser = v.InferOutput<typeof tokenizerFile>;

/**
 * @param vocabulary how many tokens the model knows
 * @throws ModelRefusedError where the file is no such tokeniser, or another model's
 */
export function readTokeniser(json: unknown, vocabulary: number): CheckedTokeniser {
  const file = checked(tokenizerFile, 'tokenizer.json', json);
  const largest = largestId(file);
  if (largest >= vocabulary) throw new ModelRefusedError('vocabulary', String(largest), String(vocabulary));
  checkUnknownToken(file.model);
  for (const each of [file.normalizer, file.pre_tokenizer, file.post_processor]) if (each) checkStep(each);
  return file;
}

function largestId({ model, added_tokens }: CheckedTokeniser): number {
  let largest = model.type === 'Unigram' ? model.vocab.length - 1 : 0;
  if (model.type !== 'Unigram') for (const n of Object.values(model.vocab)) largest = Math.max(largest, n);
  for (const added of added_tokens) largest = Math.max(largest, added.id);
  return largest;
}

function checkUnknownToken(model: CheckedTokeniser['model']): void {
  const isKnown =
    model.type === 'Unigram'
      ? model.unk_id < model.vocab.length
      : model.type === 'BPE' || Object.hasOwn(model.vocab, model.unk_token);
  if (!isKnown) throw new ModelRefusedError('tokenizer', 'no token for what is unknown');
}

/** Goes through a step and the steps in it, up to `MOST_STEPS`. */
function checkStep(first: { type: string }): void {
  const open: Record<string, unknown>[] = [first];
  for (let seen = 0; open.length > 0; seen++) {
    const each = open.pop() ?? {};
    const type = String(each.type);
    if (seen >= MOST_STEPS || !KNOWN_STEPS.has(type)) throw new ModelRefusedError('tokenizer', type);
    const strange = strangeIn(each);
    if (strange !== null) throw new ModelRefusedError('tokenizer', `${type} ${strange}`);
    for (const inner of [each.normalizers, each.pretokenizers, each.processors]) {
      if (Array.isArray(inner)) open.push(...(inner.slice(0, MOST_STEPS + 1) as Record<string, unknown>[]));
    }
  }
}

/** What of a step no honest tokeniser has, and could take years or fill the memory; null where all is well. */
function strangeIn({ pattern, content, prepend, replacement }: Record<string, unknown>): string | null {
  const { Regex, String: plain } = (pattern ?? {}) as Record<string, unknown>;
  if (typeof Regex === 'string') {
    if (isCostly(Regex)) return Regex;
  } else if (pattern !== undefined && (typeof plain !== 'string' || plain === '')) {
    return 'of nothing';
  }
  // What a replacement adds, the next one may find again: a few in a row would make a book of a letter.
  if (typeof content === 'string' && content.length > 1) return content;
  for (const prefix of [prepend, replacement]) {
    if (typeof prefix === 'string' && prefix.length > LONGEST_PREFIX) return prefix;
  }
  return null;
}

/** A repeated group can be tried in exponentially many ways, and what matches nothing matches everywhere. */
function isCostly(pattern: string): boolean {
  if (pattern.length > LONGEST_PATTERN || /\)[*+{]/.test(pattern)) return true;
  try {
    return new RegExp(pattern, 'u').test('');
  } catch {
    return true;
  }
}

/** Text to ids, and the special tokens that the model wants around them. */
export interface ForeignTokeniser {
  /** Ids of a text or a part of one, without special tokens. */
  encode(text: string): number[];
  before: readonly number[];
  after: readonly number[];
}

/** @throws ModelRefusedError where the library cannot run the file */
export function createForeignTokeniser(file: CheckedTokeniser, vocabulary: number): ForeignTokeniser {
  try {
    return tokeniserOf(new Tokenizer(file as TokeniserFile, {}), vocabulary);
  } catch (error) {
    if (error instanceof ModelRefusedError) throw error;
    throw new ModelRefusedError('tokenizer', messageOf(error));
  }
}

function tokeniserOf(tokenizer: Tokenizer, vocabulary: number): ForeignTokeniser {
  const idsOf = (text: string, add_special_tokens: boolean): number[] => {
    const { ids } = tokenizer.encode(text, { add_special_tokens });
    // The library gives `undefined` for what it finds no id for.
    for (const id of ids as unknown[]) {
      if (isId(id) && id < vocabulary) continue;
      throw new ModelRefusedError('vocabulary', String(id), String(vocabulary));
    }
    return ids;
  };
  const bare = idsOf('a', false);
  const whole = idsOf('a', true);
  const special = whole.length - bare.length;
  if (special < 1 || special > MOST_SPECIAL) {
    throw new ModelRefusedError('tokenizer', `${special} special tokens around a text`);
  }
  const at = indexOfRun(whole, bare);
  return {
    encode: (text) => idsOf(text, false),
    before: whole.slice(0, at),
    after: whole.slice(at + bare.length),
  };
}

/** Where one list stands in another; the end where it does not. */
function indexOfRun(whole: readonly number[], run: readonly number[]): number {
  const at = whole.findIndex((_, i) => run.every((id, j) => whole[i + j] === id));
  return at === -1 ? whole.length : at;
}
