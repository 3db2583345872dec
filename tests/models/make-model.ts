import { seeded } from '../../bench/speed/sample-page.ts';
import { type Constant, type ElementType, encodeModel, type Node, type Value } from './onnx.ts';
import { type Family, makeTokenizer } from './tokenizers.ts';

// Text classifiers with random weights, as small as they can be and still have everything a real one has: positions, an
// attention layer that heeds the mask, a feed-forward layer, token types. What they say means nothing, and is the same
// every time.

export type ModelFiles = Record<string, Uint8Array<ArrayBuffer>>;

export interface MadeModelOptions {
  /** Labels in the order of the logits; one label is a single logit. */
  labels?: string[];
  /** Width of the layers. Wider is larger: 16 makes 30 KB, 1024 makes 36 MB. */
  hidden?: number;
  /** Type of the graph's inputs. */
  ids?: Exclude<ElementType, 'float32'>;
}

// What each family's exports look like: one of them has every form that the adapter must know.
const USUAL: Record<Family, Required<Pick<MadeModelOptions, 'labels' | 'ids'>> & { tokenTypes: boolean }> = {
  bert: { labels: ['human', 'AI'], ids: 'int64', tokenTypes: true },
  roberta: { labels: ['Fake', 'Real'], ids: 'int64', tokenTypes: false },
  'deberta-v2': { labels: ['LABEL_0'], ids: 'int32', tokenTypes: true },
};
const HEADS: Record<Family, string> = {
  bert: 'BertForSequenceClassification',
  roberta: 'RobertaForSequenceClassification',
  'deberta-v2': 'DebertaV2ForSequenceClassification',
};
const POSITIONS = 128;
const HIDDEN = 16;

/** `config.json`, `tokenizer.json` and `model.onnx` of a small random model; the same seed gives the same bytes. */
export function makeModel(architecture: Family, seed: number, options: MadeModelOptions = {}): ModelFiles {
  const usual = USUAL[architecture];
  const { labels = usual.labels, ids = usual.ids, hidden = HIDDEN } = options;
  const { json, vocabulary, padId } = makeTokenizer(architecture);
  // RoBERTa's positions begin after the padding's.
  const firstPosition = architecture === 'roberta' ? padId + 1 : 0;
  const config = {
    _name_or_path: `tests/random-${architecture}`,
    architectures: [HEADS[architecture]],
    model_type: architecture,
    vocab_size: vocabulary,
    hidden_size: hidden,
    max_position_embeddings: POSITIONS + firstPosition,
    pad_token_id: padId,
    id2label: Object.fromEntries(labels.map((label, i) => [i, label])),
    label2id: Object.fromEntries(labels.map((label, i) => [label, i])),
  };
  const { tokenTypes } = usual;
  const shape = { vocabulary, hidden, firstPosition, logits: labels.length, ids, tokenTypes };
  return {
    'config.json': encodeJson(config),
    'tokenizer.json': encodeJson(json),
    'model.onnx': makeGraph(shape, randomNumbers(seed)),
  };
}

interface Shape {
  vocabulary: number;
  hidden: number;
  firstPosition: number;
  logits: number;
  ids: Exclude<ElementType, 'float32'>;
  tokenTypes: boolean;
}

/** One encoder layer with one head of attention, the mean over what the mask leaves, and a linear head. */
function makeGraph(shape: Shape, random: () => number): Uint8Array<ArrayBuffer> {
  const { vocabulary, hidden, firstPosition, logits, ids, tokenTypes } = shape;
  const nodes: Node[] = [];
  const constants: Constant[] = [];
  const node = (op: string, inputs: string[], output: string, attributes?: Node['attributes']): string => {
    nodes.push({ op, inputs, output, attributes });
    return output;
  };
  const weights = (name: string, dims: number[], scale: number): string => {
    const size = dims.reduce((product, dim) => product * dim, 1);
    constants.push({ name, dims, data: Float32Array.from({ length: size }, () => random() * scale) });
    return name;
  };
  const number = (name: string, value: number): string => {
    constants.push({ name, dims: [], data: Float32Array.of(value) });
    return name;
  };
  const integer = (name: string, value: number, dims: number[] = []): string => {
    constants.push({ name, dims, data: BigInt64Array.of(BigInt(value)) });
    return name;
  };
  const linear = (input: string, name: string, from: number, to: number): string =>
    node('MatMul', [input, weights(`${name}.weight`, [from, to], 1 / Math.sqrt(from))], name);

  // Embeddings: the word, its place, its type.
  node('Gather', [weights('words', [vocabulary, hidden], 1), 'input_ids'], 'word');
  node('Shape', ['input_ids'], 'shape');
  node('Gather', ['shape', integer('lengthAxis', 1)], 'length');
  node('Add', ['length', integer('firstPosition', firstPosition)], 'endPosition');
  node('Range', ['firstPosition', 'endPosition', integer('step', 1)], 'places');
  node('Gather', [weights('positions', [POSITIONS + firstPosition, hidden], 0.5), 'places'], 'position');
  let x = node('Add', ['word', 'position'], 'embedded');
  if (tokenTypes) {
    node('Gather', [weights('types', [2, hidden], 0.5), 'token_type_ids'], 'type');
    x = node('Add', [x, 'type'], 'typed');
  }

  // What the mask leaves out, attention does not see.
  node('Cast', ['attention_mask'], 'mask', { to: 1 });
  node('Sub', ['mask', number('one', 1)], 'unseen');
  node('Mul', ['unseen', number('far', 10_000)], 'bias');
  node('Unsqueeze', ['bias', integer('rowAxis', 1, [1])], 'biasRow');

  // Attention.
  const query = linear(x, 'query', hidden, hidden);
  node('Transpose', [linear(x, 'key', hidden, hidden)], 'keyColumns', { perm: [0, 2, 1] });
  node('MatMul', [query, 'keyColumns'], 'match');
  node('Mul', ['match', number('scale', 1 / Math.sqrt(hidden))], 'scaled');
  node('Add', ['scaled', 'biasRow'], 'seen');
  node('Softmax', ['seen'], 'attention', { axis: -1 });
  node('MatMul', ['attention', linear(x, 'value', hidden, hidden)], 'attended');
  node('Add', [x, linear('attended', 'attendedOut', hidden, hidden)], 'afterAttention');

  // Feed-forward.
  node('Relu', [linear('afterAttention', 'inner', hidden, 2 * hidden)], 'activated');
  node('Add', ['afterAttention', linear('activated', 'outer', 2 * hidden, hidden)], 'afterForward');

  // The mean of what is seen, and the head.
  node('Unsqueeze', ['mask', integer('columnAxis', 2, [1])], 'maskColumn');
  node('Mul', ['afterForward', 'maskColumn'], 'kept');
  node('ReduceSum', ['kept', integer('tokenAxis', 1, [1])], 'sum', { keepdims: 0 });
  node('ReduceSum', ['mask', integer('maskAxis', 1, [1])], 'count', { keepdims: 1 });
  node('Div', ['sum', 'count'], 'mean');
  node('MatMul', ['mean', weights('head.weight', [hidden, logits], 2)], 'headed');
  node('Add', ['headed', weights('head.bias', [logits], 0.1)], 'logits');

  const input = (name: string): Value => ({ name, type: ids, dims: ['batch', 'tokens'] });
  return encodeModel({
    nodes,
    constants,
    inputs: ['input_ids', 'attention_mask', ...(tokenTypes ? ['token_type_ids'] : [])].map(input),
    outputs: [{ name: 'logits', type: 'float32', dims: ['batch', logits] }],
  });
}

/** Numbers about as if drawn from a normal distribution, from a seed. */
function randomNumbers(seed: number): () => number {
  const uniform = seeded(seed);
  // Three dice are near enough to a bell.
  return () => (uniform() + uniform() + uniform() - 1.5) * 2;
}

function encodeJson(value: unknown): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(JSON.stringify(value));
}
