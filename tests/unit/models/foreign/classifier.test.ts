import { Tokenizer } from '@huggingface/tokenizers';
import { afterEach, describe, expect, it } from 'vitest';
import { describeModel } from '../../../../lib/models/describe.ts';
import type { ForeignClassifier } from '../../../../lib/models/foreign/classifier.ts';
import { changed, folderOf, openFiles } from '../../../models/folder.ts';
import { type MadeModelOptions, type ModelFiles, makeModel } from '../../../models/make-model.ts';

// Real graphs on the real runtime: random weights, so what they say means nothing, but every id and the mask matter.

const FAMILIES = ['bert', 'roberta', 'deberta-v2'] as const;

const TEXT =
  'The library opens at nine on weekdays, and at ten on Saturdays. Its reading room looks out on the canal.\n\n' +
  'In winter the lamps are lit by four! Most people come for the newspapers, "some for the warmth." Is it far?';
const LONG = Array.from({ length: 12 }, (_, i) => `${TEXT} This was round ${i}.`).join(' ');

const open: ForeignClassifier[] = [];
afterEach(async () => {
  for (const classifier of open.splice(0)) await classifier.release();
});

async function made(family: (typeof FAMILIES)[number], options?: MadeModelOptions) {
  return opened(makeModel(family, 1, options));
}

async function opened(files: ModelFiles): Promise<ForeignClassifier> {
  const classifier = await openFiles(files);
  open.push(classifier);
  return classifier;
}

const logitOf = async (classifier: ForeignClassifier, text: string): Promise<number> =>
  (await classifier.score(text)).logit ?? Number.NaN;

const wholeIds = (files: ModelFiles, text: string): number[] =>
  new Tokenizer(JSON.parse(new TextDecoder().decode(files['tokenizer.json'])), {}).encode(text, {
    add_special_tokens: false,
  }).ids;

describe.each(FAMILIES)('a %s classifier', (family) => {
  it('scores a text the same every time, and another text otherwise', async () => {
    const classifier = await made(family);
    const { logit, probability, tokens, words, verdict } = await classifier.score(TEXT);
    expect(await logitOf(classifier, TEXT)).toBe(logit);
    expect(await logitOf(classifier, TEXT.replace('nine', 'ten'))).not.toBe(logit);
    expect(probability).toBeCloseTo(1 / (1 + Math.exp(-(logit ?? 0))));
    expect(tokens).toBeGreaterThan(words);
    expect(verdict).toBeNull();
  });

  it('reads the ids that the whole text has, though it is cut into sentences', async () => {
    const files = makeModel(family, 1);
    const classifier = await opened(files);
    expect(classifier.prepare(LONG).ids.slice(0, 1000)).toEqual(wholeIds(files, LONG).slice(0, 1000));
  });

  it('knows words that are also names in JavaScript', async () => {
    const files = makeModel(family, 1);
    const classifier = await opened(files);
    const { ids } = classifier.prepare(' constructor prototype');
    expect(ids).toEqual(wholeIds(files, 'constructor prototype'));
    expect(ids.length).toBeLessThan(20);
  });

  it('reads a long passage in windows, of which each is one that it can read', async () => {
    const classifier = await made(family);
    const { logit, tokens } = await classifier.score(LONG);
    expect(tokens).toBeGreaterThan(3 * classifier.description.maxTokens);
    expect(logit).toBeTypeOf('number');
    const changedAtTheEnd = await logitOf(classifier, LONG.replace('round 11', 'nothing'));
    expect(changedAtTheEnd).not.toBe(logit);
  });

  it('finds nothing in a text without a word', async () => {
    const classifier = await made(family);
    expect(await classifier.score('  \n ')).toMatchObject({ logit: null, tokens: 0, words: 0 });
  });

  it('tells by how much the logit falls without a sentence', async () => {
    const classifier = await made(family);
    const text = 'It was so. They had no time to call him. Most people know the way.';
    const sentences = await classifier.sentences(text);
    expect(sentences.map(({ start, end }) => text.slice(start, end))).toEqual([
      'It was so.',
      'They had no time to call him.',
      'Most people know the way.',
    ]);
    const without = 'It was so. Most people know the way.';
    const fall = (await logitOf(classifier, text)) - (await logitOf(classifier, without));
    expect(sentences[1]?.evidence).toBeCloseTo(fall, 4);
  });

  it('takes ids of either width', async () => {
    const [narrow, wide] = await Promise.all([
      made(family, { ids: 'int32' }),
      made(family, { ids: 'int64' }),
    ]);
    expect(await logitOf(narrow, TEXT)).toBeCloseTo(await logitOf(wide, TEXT), 4);
  });
});

describe('a long passage', () => {
  it('is read to about 1,500 words and no further', async () => {
    const classifier = await made('bert');
    const most = classifier.prepare(LONG.repeat(20));
    expect(most.ids).toHaveLength(2048);
    expect(most.counts.reduce((sum, count) => sum + count, 0)).toBe(2048);
  });

  it('lets others in between two windows, and can be given up there', async () => {
    const classifier = await made('bert');
    let pauses = 0;
    const count = async (): Promise<void> => {
      pauses++;
    };
    await classifier.score('It was so.', undefined, count);
    expect(pauses).toBe(0);
    await classifier.score(LONG, undefined, count);
    expect(pauses).toBeGreaterThan(2);
    const giveUp = async (): Promise<void> => {
      throw new Error('nobody wants to know any more');
    };
    await expect(classifier.score(LONG, undefined, giveUp)).rejects.toThrow('nobody wants to know');
    await expect(classifier.sentences(TEXT, giveUp)).rejects.toThrow('nobody wants to know');
  });

  it('is scored sentence by sentence within its windows', async () => {
    const classifier = await made('roberta');
    const sentences = await classifier.sentences(LONG);
    expect(sentences.length).toBeGreaterThan(40);
    expect(sentences.some(({ evidence }) => evidence > 0)).toBe(true);
    expect(sentences.every(({ evidence }) => Number.isFinite(evidence))).toBe(true);
  });
});

describe('the logit', () => {
  it('is the log-odds of the label that means AI, wherever it stands', async () => {
    const first = await made('bert', { labels: ['AI', 'human'] });
    const second = await made('bert', { labels: ['human', 'AI'] });
    expect(await logitOf(first, TEXT)).toBeCloseTo(-(await logitOf(second, TEXT)), 4);
  });

  it('is the negative of a single one that speaks for the human', async () => {
    const ai = await made('deberta-v2', { labels: ['AI'] });
    const human = await made('deberta-v2', { labels: ['human'] });
    expect(await logitOf(ai, TEXT)).toBeCloseTo(-(await logitOf(human, TEXT)), 4);
  });

  it('puts all labels that mean AI together', async () => {
    const files = makeModel('bert', 3, { labels: ['human', 'gpt', 'llm'] });
    const { logit, probability } = await (await opened(files)).score(TEXT);
    const oneOf = async (label: string): Promise<number> => {
      const classifier = await opened(changed(files, 'model.json', { aiLabels: [label] }));
      return (await classifier.score(TEXT)).probability ?? Number.NaN;
    };
    expect(probability).toBeCloseTo((await oneOf('gpt')) + (await oneOf('llm')), 4);
    expect(logit).toBeCloseTo(Math.log((probability ?? 0) / (1 - (probability ?? 0))), 4);
  });

  it('of a long passage is the mean of its windows, weighted by their tokens', async () => {
    const one = 'Now they know the way to the water and who made it. ';
    const other = 'The way to the water and they who made it know now. ';
    const classifier = await made('bert');
    const text = one.repeat(8) + other.repeat(8);
    const [a, b] = [await classifier.score(one.repeat(8)), await classifier.score(other.repeat(8))];
    const whole = await classifier.score(text);
    // As long as each other, so that each half is its own window.
    expect(a.tokens).toBe(b.tokens);
    expect(whole.tokens).toBeGreaterThan(classifier.description.maxTokens);
    expect(whole.tokens).toBe(a.tokens + b.tokens);
    const mean = ((a.logit ?? 0) * a.tokens + (b.logit ?? 0) * b.tokens) / whole.tokens;
    expect(whole.logit).toBeCloseTo(mean, 4);
  });
});

describe('a model that Telltale cannot run', () => {
  const bert = makeModel('bert', 1);
  const tokenizer = JSON.parse(new TextDecoder().decode(bert['tokenizer.json']));
  const described = (files: ModelFiles) => describeModel(folderOf(files));

  it.each([
    [
      'another architecture',
      { model_type: 't5' },
      'architecture',
      'This is a t5 model; Telltale can run BERT',
    ],
    ['another task', { architectures: ['BertForMaskedLM'] }, 'notClassifier', 'BertForMaskedLM'],
    ['labels that say nothing', { id2label: { 0: 'good', 1: 'bad' } }, 'labels', 'good, bad'],
    ['labels with a hole', { id2label: { 0: 'human', 2: 'AI' } }, 'notValid', 'id2label'],
    ["another model's vocabulary", { vocab_size: 100 }, 'vocabulary', 'the model knows 100'],
    ['a vocabulary that fills the memory', { vocab_size: 1e9 }, 'notValid', 'vocab_size'],
    ['windows too short to read', { max_position_embeddings: 4 }, 'notValid', 'max_position_embeddings'],
  ])('is refused in words: %s', async (_, fields, code, words) => {
    const refused = described(changed(bert, 'config.json', fields));
    await expect(refused).rejects.toMatchObject({ code });
    await expect(refused).rejects.toThrow(words);
  });

  it.each([
    ['a kind that it does not know', { model: { type: 'WordLevel', vocab: {} } }, 'notValid'],
    ['a step that it does not know', { pre_tokenizer: { type: 'Magic' } }, 'tokenizer'],
    [
      'a pattern that may take for ever',
      { pre_tokenizer: { type: 'Split', pattern: { Regex: '(a+)+b' }, behavior: 'Isolated' } },
      'tokenizer',
    ],
    [
      'steps within steps without end',
      { normalizer: { type: 'Sequence', normalizers: Array(50).fill({ type: 'NFC' }) } },
      'tokenizer',
    ],
    [
      'replacements that grow without end',
      { normalizer: { type: 'Replace', pattern: { String: 'a' }, content: 'aa' } },
      'tokenizer',
    ],
    [
      'a pattern that is everywhere',
      { normalizer: { type: 'Replace', pattern: { Regex: 'a*' }, content: 'a' } },
      'tokenizer',
    ],
    ['ids that are none', { model: { ...tokenizer.model, vocab: { a: -1, '[UNK]': 0 } } }, 'notValid'],
    ['no token for the unknown', { model: { ...tokenizer.model, unk_token: '?!' } }, 'tokenizer'],
    ['words of any length', { model: { ...tokenizer.model, max_input_chars_per_word: 1e9 } }, 'notValid'],
  ])('is refused for its tokeniser: %s', async (_, fields, code) => {
    await expect(described(changed(bert, 'tokenizer.json', fields))).rejects.toMatchObject({ code });
  });

  it('is refused where a file is missing, no JSON, or too large to be one', async () => {
    const { 'model.onnx': graph, ...rest } = bert;
    await expect(described(rest)).rejects.toThrow('The folder has no model.onnx.');
    await expect(described({ 'model.onnx': graph ?? new Uint8Array() })).rejects.toThrow(
      'The folder has no config.json.',
    );
    await expect(described({ ...bert, 'config.json': new TextEncoder().encode('{') })).rejects.toThrow(
      'config.json is not a JSON file.',
    );
    const folder = folderOf(bert);
    const sizes = { ...folder.sizes, 'tokenizer.json': 100_000_000 };
    await expect(describeModel({ ...folder, sizes })).rejects.toMatchObject({ code: 'tooLarge' });
  });

  it('is refused where its weights are in a second file', async () => {
    await expect(described({ ...bert, 'model.onnx_data': new Uint8Array(1) })).rejects.toMatchObject({
      code: 'splitGraph',
    });
  });

  it('is refused when it is opened, where its graph is none or gives another number of logits', async () => {
    await expect(openFiles({ ...bert, 'model.onnx': new Uint8Array(99) })).rejects.toMatchObject({
      code: 'graph',
    });
    const three = makeModel('bert', 1, { labels: ['human', 'gpt', 'mistral'] });
    const classifier = await opened({ ...bert, 'model.onnx': three['model.onnx'] ?? new Uint8Array() });
    await expect(classifier.score(TEXT)).rejects.toThrow('it does not give 2 logits');
  });

  it('is refused where nothing marks the ends of a text', async () => {
    const bare = changed(bert, 'tokenizer.json', { post_processor: null });
    await expect(openFiles(bare)).rejects.toThrow('0 special tokens around a text');
  });

  it('is refused where it asks for an input that nobody has told of', async () => {
    const graph = Buffer.from(bert['model.onnx'] ?? []).toString('latin1');
    const other = graph.replaceAll('token_type_ids', 'strange_inputs');
    const bytes = new Uint8Array(Buffer.from(other, 'latin1'));
    await expect(openFiles({ ...bert, 'model.onnx': bytes })).rejects.toThrow('it asks for strange_inputs');
  });
});
