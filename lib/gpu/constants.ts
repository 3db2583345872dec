import { readInitialisers, type Tensor } from '../encoder/onnx-file.ts';

// The constants of `deep.onnx` in the order in which the kernels read them (kernels.ts).

/** A linear layer: whole-number weights, what rounds its input, and what makes floats of its sums. */
export interface Linear {
  depth: number;
  columns: number;
  /** Word k·columns + c holds weights 4k to 4k+3 of column c. */
  weights: Uint32Array<ArrayBuffer>;
  /** Per four columns: their scales, then their biases. */
  scales: Float32Array<ArrayBuffer>;
  /** The zero point and three that nobody reads, then a factor per input channel. */
  rounding: Float32Array<ArrayBuffer>;
}

export interface Layer {
  queryKeyValue: Linear;
  attentionOut: Linear;
  /** Per four channels: their scales, then their biases. */
  attentionNorm: Float32Array<ArrayBuffer>;
  inner: Linear;
  outer: Linear;
  norm: Float32Array<ArrayBuffer>;
}

export interface Constants {
  /** Channels between layers, and inside of them. */
  hidden: number;
  inner: number;
  mostTokens: number;
  /** Looked up by the processor: one row of a large table for each token. */
  wordVector: (id: number, into: Float32Array) => void;
  positions: Float32Array<ArrayBuffer>;
  embeddingNorm: Float32Array<ArrayBuffer>;
  layers: number;
  /** Some ten milliseconds of work. */
  readLayer: (i: number) => Layer;
  /** The bias and three that nobody reads, then a weight per channel. */
  head: Float32Array<ArrayBuffer>;
}

/** @throws Error where the file is not of the shape that training writes. */
export function readConstants(file: Uint8Array<ArrayBuffer>): Constants {
  const tensors = readInitialisers(file);
  const find = (name: string): Tensor => {
    const tensor = tensors.get(name);
    if (!tensor) throw new Error(`deep.onnx lacks ${name}.`);
    return tensor;
  };
  // Copied: a file's bytes need not begin where floats may.
  const floats = (name: string): Float32Array<ArrayBuffer> =>
    new Float32Array(find(name).bytes.slice().buffer);
  const norm = (name: string): Float32Array<ArrayBuffer> =>
    byFours(floats(`${name}.weight`), floats(`${name}.bias`));

  const linear = (name: string): Linear => {
    const weight = find(`${name}.weight`);
    const { bytes } = weight;
    const [depth = 0, columns = 0] = weight.dims;
    const [step = Number.NaN] = floats(`${name}.step`);
    const zero = (find(`${name}.zero`).bytes[0] ?? 0) - 128; // bytes travel as signed ones
    const even = tensors.has(`${name}.even`) ? floats(`${name}.even`) : new Float32Array(depth).fill(1);
    const scale = floats(`${name}.column`).map((column) => column * step);
    // What the zero point adds to a column's sum is constant.
    const sums = columnSums(bytes, columns);
    const bias = floats(`${name}.bias`).map((b, c) => b - (scale[c] ?? 0) * zero * (sums[c] ?? 0));
    return {
      depth,
      columns,
      weights: packWeights(bytes, depth, columns),
      scales: byFours(scale, bias),
      rounding: Float32Array.of(zero, 0, 0, 0, ...even.map((e) => e / step)),
    };
  };

  const readLayer = (i: number): Layer => ({
    queryKeyValue: linear(`layers.${i}.query_key_value`),
    attentionOut: linear(`layers.${i}.attention_out`),
    attentionNorm: norm(`layers.${i}.attention_norm`),
    inner: linear(`layers.${i}.inner`),
    outer: linear(`layers.${i}.outer`),
    norm: norm(`layers.${i}.norm`),
  });
  let layers = 0;
  while (tensors.has(`layers.${layers}.norm.weight`)) layers++;
  const [mostTokens = 0, hidden = 0] = find('positions').dims;
  const [inner = 0] = find('layers.0.inner.column').dims;
  return {
    hidden,
    inner,
    mostTokens,
    wordVector: lookUp(find('words'), floats('words.step'), hidden),
    positions: floats('positions'),
    embeddingNorm: norm('embedding_norm'),
    layers,
    readLayer,
    head: Float32Array.of(...floats('head.bias'), 0, 0, 0, ...floats('head.weight')),
  };
}

/** Rows of signed bytes, four of a column to a word, a row of words for every four rows. */
export function packWeights(
  bytes: Uint8Array<ArrayBuffer>,
  depth: number,
  columns: number,
): Uint32Array<ArrayBuffer> {
  const words = new Uint32Array((depth * columns) / 4);
  const packed = new Uint8Array(words.buffer);
  for (let row = 0; row < depth; row++) {
    const from = row * columns;
    const to = (row >> 2) * columns * 4 + (row & 3);
    for (let column = 0; column < columns; column++) packed[to + 4 * column] = bytes[from + column] ?? 0;
  }
  return words;
}

/** a0 a1 a2 a3 b0 b1 b2 b3 a4 … */
function byFours(a: Float32Array, b: Float32Array): Float32Array<ArrayBuffer> {
  const both = new Float32Array(a.length + b.length);
  for (let at = 0; at < a.length; at += 4) {
    both.set(a.subarray(at, at + 4), 2 * at);
    both.set(b.subarray(at, at + 4), 2 * at + 4);
  }
  return both;
}

function columnSums(bytes: Uint8Array<ArrayBuffer>, columns: number): Int32Array {
  const weights = new Int8Array(bytes.buffer, bytes.byteOffset, bytes.length);
  const sums = new Int32Array(columns);
  for (let at = 0; at < weights.length; at += columns) {
    for (let column = 0; column < columns; column++) {
      sums[column] = (sums[column] ?? 0) + (weights[at + column] ?? 0);
    }
  }
  return sums;
}

function lookUp(words: Tensor, steps: Float32Array, hidden: number): Constants['wordVector'] {
  // The table of its own: the rest of the file need not stay in memory.
  const table = new Int8Array(words.bytes.slice().buffer);
  return (id, into) => {
    const step = steps[id];
    if (step === undefined) throw new RangeError('A token is not in the vocabulary.');
    for (let i = 0; i < hidden; i++) into[i] = (table[id * hidden + i] ?? 0) * step;
  };
}
