import { type Encoder, type EncoderEvidence, pooled } from '../detector/encoder.ts';
import { Memory, roundUp } from './memory.ts';
import { readInitialisers, type Tensor } from './onnx-file.ts';

// Runs deep.onnx as training/telltale_training/graph.py and quantise.py write it: the graph's shape is known, so its
// constants are all that is read of it. The same numbers on every machine and in every browser.

/** What `lib/encoder/kernel/` exports; addresses are bytes in its memory. */
interface Kernel {
  /** 1, or 2 without relaxed SIMD. */
  BYTES_PER_WEIGHT: WebAssembly.Global;
  pack(weights: number, panels: number, columnSums: number, depth: number, columns: number): number;
  embed(
    ids: number,
    words: number,
    steps: number,
    positions: number,
    out: number,
    count: number,
    width: number,
  ): void;
  normalise(x: number, scale: number, bias: number, rows: number, width: number): void;
  addAndNormalise(x: number, y: number, scale: number, bias: number, rows: number, width: number): void;
  quantise(
    x: number,
    factor: number,
    zero: number,
    out: number,
    rowSums: number,
    rows: number,
    width: number,
  ): void;
  multiply(
    a: number,
    rowSums: number,
    panels: number,
    scale: number,
    bias: number,
    out: number,
    rows: number,
    depth: number,
    columns: number,
  ): void;
  attend(qkv: number, out: number, scratch: number, rows: number, heads: number): void;
  activate(x: number, count: number): void;
  evidence(x: number, head: number, bias: number, out: number, rows: number, width: number): void;
}

/** A linear layer in memory. */
interface Linear {
  /** Per input channel: what activations are multiplied by before they are rounded. */
  factor: number;
  zero: number;
  panels: number;
  scale: number;
  bias: number;
  depth: number;
  columns: number;
}

interface Norm {
  scale: number;
  bias: number;
}

/** Makes one number of each token's hidden state: its evidence. */
interface Head {
  weight: number;
  bias: number;
}

interface Layer {
  queryKeyValue: Linear;
  attentionOut: Linear;
  attentionNorm: Norm;
  inner: Linear;
  outer: Linear;
  norm: Norm;
  /** After this layer the evidence may be clear enough already. */
  exit: Head | null;
}

/** The encoder in memory: addresses of its constants and of its working space. */
interface Loaded {
  most: number;
  hidden: number;
  heads: number;
  vocabulary: number;
  words: number;
  steps: number;
  positions: number;
  embeddingNorm: Norm;
  layers: Layer[];
  head: Head;
  space: Space;
}

/** Used again for every passage: ids, the hidden states, what layers put out, their bytes. */
interface Space {
  ids: number;
  x: number;
  y: number;
  wide: number;
  bytes: number;
  rowSums: number;
  scratch: number;
}

/** Reads a file of `public/kernel/`. */
export type ReadKernel = (name: string) => Promise<Uint8Array<ArrayBuffer>>;

/** The kernel's module: with relaxed SIMD where there is that, else the slower one. */
export async function compileKernel(read: ReadKernel): Promise<WebAssembly.Module> {
  const relaxed = await read('encoder.wasm');
  return WebAssembly.compile(WebAssembly.validate(relaxed) ? relaxed : await read('encoder-plain.wasm'));
}

const HEAD_WIDTH = 32;
/** Weights have seven bits. */
const GREATEST_WEIGHT = 63;
/** `multiply` works on rows by the six. */
const ROWS_AT_ONCE = 6;

/**
 * The encoder on the kernel.
 * @param kernel from `compileKernel`
 * @param file `deep.onnx`
 * @throws Error where the file is not of the shape that training writes.
 */
export async function createKernelEncoder(
  kernel: WebAssembly.Module,
  file: Uint8Array<ArrayBuffer>,
): Promise<Encoder> {
  const memory = new Memory();
  const instance = await WebAssembly.instantiate(kernel, { env: { memory: memory.wasm } });
  const functions = instance.exports as unknown as Kernel;
  const loaded = load(functions, memory, readInitialisers(file));
  return {
    run: async (ids, stopBelow) => read(functions, memory, loaded, ids, stopBelow),
    // Nothing else holds the memory: it goes with this closure.
    release: async () => undefined,
  };
}

function load(kernel: Kernel, memory: Memory, tensors: Map<string, Tensor>): Loaded {
  const find = (name: string): Tensor => {
    const tensor = tensors.get(name);
    if (!tensor) throw new Error(`deep.onnx lacks ${name}.`);
    return tensor;
  };
  const floats = (name: string): Float32Array => asFloats(find(name).bytes);
  const keep = (name: string): number => memory.put(find(name).bytes);

  const [most = 0, hidden = 0] = find('positions').dims;
  const [vocabulary = 0] = find('words').dims;
  const widest = find('layers.0.inner.column').dims[0] ?? 0;
  const size = kernel.BYTES_PER_WEIGHT.value;
  const rowsMost = roundUp(most, ROWS_AT_ONCE) + ROWS_AT_ONCE;
  const space = {
    ids: memory.take(4 * rowsMost),
    x: memory.take(4 * rowsMost * hidden),
    y: memory.take(4 * rowsMost * hidden),
    wide: memory.take(4 * rowsMost * widest),
    bytes: memory.take(size * rowsMost * widest),
    rowSums: memory.take(4 * rowsMost),
    scratch: memory.take(4 * (HEAD_WIDTH + 4) * roundUp(most, 8)),
  };

  function loadNorm(name: string): Norm {
    return { scale: keep(`${name}.weight`), bias: keep(`${name}.bias`) };
  }

  function loadHead(name: string): Head {
    return { weight: keep(`${name}.weight`), bias: first(floats(`${name}.bias`)) };
  }

  function loadLinear(name: string): Linear {
    const weight = find(`${name}.weight`);
    const [depth = 0, columns = 0] = weight.dims;
    const panels = memory.take(size * depth * columns);
    memory.bytes(space.wide, depth * columns).set(weight.bytes);
    // More would overflow what the kernel adds up.
    if (kernel.pack(space.wide, panels, space.y, depth, columns) > GREATEST_WEIGHT)
      throw new Error(`deep.onnx has weights of eight bits in ${name}.`);
    const sums = memory.integers(space.y, columns);
    const step = first(floats(`${name}.step`));
    const zero = find(`${name}.zero`).bytes[0] ?? 0;
    const even = tensors.has(`${name}.even`) ? floats(`${name}.even`) : new Float32Array(depth).fill(1);
    const scale = floats(`${name}.column`).map((column) => column * step);
    // Activations are bytes less 128: what that and their zero point add to a column is constant.
    const bias = floats(`${name}.bias`).map((b, i) => b + (scale[i] ?? 0) * (128 - zero) * (sums[i] ?? 0));
    return {
      factor: memory.put(asBytes(even.map((factor) => factor / step))),
      zero,
      panels,
      scale: memory.put(asBytes(scale)),
      bias: memory.put(asBytes(bias)),
      depth,
      columns,
    };
  }

  const layers: Layer[] = [];
  for (let i = 0; tensors.has(`layers.${i}.norm.weight`); i++) {
    layers.push({
      queryKeyValue: loadLinear(`layers.${i}.query_key_value`),
      attentionOut: loadLinear(`layers.${i}.attention_out`),
      attentionNorm: loadNorm(`layers.${i}.attention_norm`),
      inner: loadLinear(`layers.${i}.inner`),
      outer: loadLinear(`layers.${i}.outer`),
      norm: loadNorm(`layers.${i}.norm`),
      exit: tensors.has(`layers.${i}.exit.weight`) ? loadHead(`layers.${i}.exit`) : null,
    });
  }
  return {
    ...{ most, hidden, heads: hidden / HEAD_WIDTH, vocabulary, layers, space },
    words: keep('words'),
    steps: keep('words.step'),
    positions: keep('positions'),
    embeddingNorm: loadNorm('embedding_norm'),
    head: loadHead('head'),
  };
}

// Apart from `load`, so that nothing here keeps the file's bytes in memory.
function read(
  kernel: Kernel,
  memory: Memory,
  { most, hidden, heads, vocabulary, words, steps, positions, embeddingNorm, layers, head, space }: Loaded,
  ids: Int32Array,
  stopBelow: readonly number[] = [],
): EncoderEvidence {
  const rows = ids.length;
  if (rows < 3 || rows > most) throw new RangeError(`The encoder reads 3 to ${most} tokens, not ${rows}.`);
  if (ids.some((id) => id < 0 || id >= vocabulary)) throw new RangeError('A token is not in the vocabulary.');
  const { x, y, wide, bytes, rowSums } = space;

  const apply = (layer: Linear, from: number, to: number): void => {
    const { panels, scale, bias, depth, columns } = layer;
    kernel.quantise(from, layer.factor, layer.zero, bytes, rowSums, rows, depth);
    kernel.multiply(bytes, rowSums, panels, scale, bias, to, rows, depth, columns);
  };
  // [CLS] and [SEP] have no evidence.
  const evidenceOf = ({ weight, bias }: Head): Float32Array => {
    kernel.evidence(x + 4 * hidden, weight, bias, y, rows - 2, hidden);
    return memory.floats(y, rows - 2).slice();
  };

  memory.integers(space.ids, rows).set(ids);
  kernel.embed(space.ids, words, steps, positions, x, rows, hidden);
  kernel.normalise(x, embeddingNorm.scale, embeddingNorm.bias, rows, hidden);
  let exits = 0;
  for (const [i, layer] of layers.entries()) {
    apply(layer.queryKeyValue, x, wide);
    kernel.attend(wide, y, space.scratch, rows, heads);
    apply(layer.attentionOut, y, wide);
    kernel.addAndNormalise(x, wide, layer.attentionNorm.scale, layer.attentionNorm.bias, rows, hidden);
    apply(layer.inner, x, wide);
    kernel.activate(wide, rows * layer.inner.columns);
    apply(layer.outer, wide, y);
    kernel.addAndNormalise(x, y, layer.norm.scale, layer.norm.bias, rows, hidden);
    if (!layer.exit) continue;
    const limit = stopBelow[exits++];
    if (limit === undefined) continue;
    const early = evidenceOf(layer.exit);
    if (pooled(early) < limit) return { tokens: early, depth: (i + 1) / layers.length };
  }
  return { tokens: evidenceOf(head), depth: 1 };
}

/** Copied: a file's bytes need not begin where floats may. */
function asFloats(bytes: Uint8Array): Float32Array {
  return new Float32Array(bytes.slice().buffer);
}

function asBytes(values: Float32Array): Uint8Array {
  return new Uint8Array(values.buffer);
}

function first(values: Float32Array): number {
  return values[0] ?? Number.NaN;
}
