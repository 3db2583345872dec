import { type Constant, encodeModel, type Node } from '../../tests/models/onnx.ts';
import { seeded } from './sample-page.ts';

// Encoders of the shapes that other detectors use, with random weights: how fast a shape is does not depend on what it
// has learnt. int8 as the usual tools make it: activations are measured anew in every run (DynamicQuantizeLinear).

export interface Shape {
  layers: number;
  hidden: number;
  heads: number;
}

export const RIVALS = {
  'e5-small': { layers: 12, hidden: 384, heads: 12 },
  'RoBERTa-base': { layers: 12, hidden: 768, heads: 12 },
} satisfies Record<string, Shape>;

// Words are looked up, not multiplied: a small vocabulary costs the same time.
const VOCABULARY = 1024;
const POSITIONS = 512;

/** An ONNX file: `input_ids` int64 [1, tokens] → `logits` [1, 2] from the first token. */
export function makeRival({ layers, hidden, heads }: Shape, seed: number): Uint8Array<ArrayBuffer> {
  const random = seeded(seed);
  const nodes: Node[] = [];
  const constants: Constant[] = [];
  const add = (op: string, inputs: string[], output: string, attributes?: Node['attributes']): string => {
    nodes.push({ op, inputs, output, attributes });
    return output;
  };
  const keep = (name: string, dims: number[], data: Constant['data']): string => {
    constants.push({ name, dims, data });
    return name;
  };
  const floats = (name: string, dims: number[], scale: number): string => {
    const size = dims.reduce((product, dim) => product * dim, 1);
    return keep(
      name,
      dims,
      Float32Array.from({ length: size }, () => (random() - 0.5) * scale),
    );
  };
  const ones = (name: string): string => keep(name, [hidden], new Float32Array(hidden).fill(1));
  const integers = (name: string, values: number[], dims = [values.length]): string =>
    keep(name, dims, BigInt64Array.from(values, BigInt));

  function linear(x: string, name: string, from: number, to: number): string {
    const weight = Int8Array.from({ length: from * to }, () => Math.round((random() - 0.5) * 200));
    nodes.push({
      op: 'DynamicQuantizeLinear',
      inputs: [x],
      output: [`${name}.bytes`, `${name}.step`, `${name}.zero`],
    });
    const inputs = [`${name}.bytes`, keep(`${name}.weight`, [from, to], weight), `${name}.zero`];
    add('Cast', [add('MatMulInteger', inputs, `${name}.whole`)], `${name}.float`, { to: 1 });
    const column = floats(`${name}.column`, [to], 0.02 / Math.sqrt(from));
    add('Mul', [`${name}.float`, add('Mul', [`${name}.step`, column], `${name}.scale`)], `${name}.scaled`);
    return add('Add', [`${name}.scaled`, floats(`${name}.bias`, [to], 0.1)], name);
  }
  const norm = (x: string, name: string): string =>
    add('LayerNormalization', [x, ones(`${name}.weight`), floats(`${name}.bias`, [hidden], 0.1)], name, {
      axis: -1,
    });

  add('Gather', [floats('words', [VOCABULARY, hidden], 2), 'input_ids'], 'word');
  add('Shape', ['input_ids'], 'shape');
  add('Gather', ['shape', integers('lengthAxis', [1], [])], 'length');
  add('Range', [integers('from', [0], []), 'length', integers('by', [1], [])], 'places');
  add('Gather', [floats('positions', [POSITIONS, hidden], 1), 'places'], 'position');
  let x = norm(add('Add', ['word', 'position'], 'embedded'), 'embeddingNorm');
  const split = integers('split', [0, 0, heads, hidden / heads]);
  const merged = integers('merged', [0, 0, hidden]);
  for (let i = 0; i < layers; i++) {
    const at = (part: string): string => `${i}.${part}`;
    const byHead = (part: string, perm: number[]): string => {
      add('Reshape', [linear(x, at(part), hidden, hidden), split], at(`${part}.split`));
      return add('Transpose', [at(`${part}.split`)], at(`${part}.heads`), { perm });
    };
    const query = byHead('query', [0, 2, 1, 3]);
    const key = byHead('key', [0, 2, 3, 1]);
    const value = byHead('value', [0, 2, 1, 3]);
    add('MatMul', [query, key], at('match'));
    add('Softmax', [at('match')], at('attention'), { axis: -1 });
    add('MatMul', [at('attention'), value], at('read'));
    add('Transpose', [at('read')], at('turned'), { perm: [0, 2, 1, 3] });
    add('Reshape', [at('turned'), merged], at('merged'));
    x = norm(add('Add', [x, linear(at('merged'), at('out'), hidden, hidden)], at('sum')), at('norm'));
    const inner = linear(x, at('inner'), hidden, 4 * hidden);
    // GELU as exports of BERT have it: x (1 + erf(x / √2)) / 2.
    add(
      'Erf',
      [add('Mul', [inner, keep(at('root'), [], Float32Array.of(Math.SQRT1_2))], at('z'))],
      at('erf'),
    );
    add('Add', [at('erf'), keep(at('one'), [], Float32Array.of(1))], at('raised'));
    add('Mul', [inner, at('raised')], at('twice'));
    add('Mul', [at('twice'), keep(at('half'), [], Float32Array.of(0.5))], at('gelu'));
    x = norm(add('Add', [x, linear(at('gelu'), at('outer'), 4 * hidden, hidden)], at('sum2')), at('norm2'));
  }
  add('Gather', [x, integers('first', [0], [])], 'cls', { axis: 1 });
  add('MatMul', ['cls', floats('head', [hidden, 2], 0.1)], 'logits');
  return encodeModel({
    nodes,
    constants,
    inputs: [{ name: 'input_ids', type: 'int64', dims: [1, 'tokens'] }],
    outputs: [{ name: 'logits', type: 'float32', dims: [1, 2] }],
  });
}
