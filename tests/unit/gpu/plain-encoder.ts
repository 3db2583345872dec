import { type Constants, type Linear, readConstants } from '../../../lib/gpu/constants.ts';

// What lib/gpu/kernels.ts does, in plain loops: shows that the constants are laid out as the kernels read them.

const HEAD = 32;

export function plainEncoder(file: Uint8Array<ArrayBuffer>): (ids: Int32Array) => Float32Array {
  const constants = readConstants(file);
  return (ids) => run(constants, ids);
}

function run({ hidden, layers, readLayer, ...constants }: Constants, ids: Int32Array): Float32Array {
  let x: Float32Array[] = Array.from(ids, (id, row) => {
    const vector = new Float32Array(hidden);
    constants.wordVector(id, vector);
    return vector.map((value, i) => value + (constants.positions[row * hidden + i] ?? 0));
  });
  const normAll = (rows: Float32Array[], by: Float32Array): Float32Array[] =>
    rows.map((row) => norm(row, by));
  x = normAll(x, constants.embeddingNorm);
  for (let i = 0; i < layers; i++) {
    const layer = readLayer(i);
    const read = attend(linear(x, layer.queryKeyValue), hidden);
    x = normAll(sum(x, linear(read, layer.attentionOut)), layer.attentionNorm);
    const inner = linear(x, layer.inner).map((row) => row.map(gelu));
    x = normAll(sum(x, linear(inner, layer.outer)), layer.norm);
  }
  const head = constants.head.subarray(4);
  return Float32Array.from(x.slice(1, -1), (row) => dot(row, head) + (constants.head[0] ?? 0));
}

function linear(rows: Float32Array[], { depth, columns, weights, scales, rounding }: Linear): Float32Array[] {
  const [zero = 0] = rounding;
  const packed = new Int8Array(weights.buffer);
  return rows.map((row) => {
    const whole = row.map((value, k) => {
      const q = Math.fround(value * (rounding[4 + k] ?? 0));
      return Math.max(-128, Math.min(127, roundHalfToEven(q) + zero));
    });
    const out = new Float32Array(columns);
    for (let c = 0; c < columns; c++) {
      let total = 0;
      for (let k = 0; k < depth; k++)
        total += (whole[k] ?? 0) * (packed[4 * ((k >> 2) * columns + c) + (k & 3)] ?? 0);
      const at = 8 * (c >> 2) + (c & 3);
      out[c] = total * (scales[at] ?? 0) + (scales[at + 4] ?? 0);
    }
    return out;
  });
}

function attend(rows: Float32Array[], hidden: number): Float32Array[] {
  return rows.map((query) => {
    const read = new Float32Array(hidden);
    for (let head = 0; head < hidden; head += HEAD) {
      const part = (row: Float32Array, which: number): Float32Array =>
        row.subarray(which * hidden + head, which * hidden + head + HEAD);
      const scores = rows.map((key) => dot(part(query, 0), part(key, 1)));
      const most = Math.max(...scores);
      const shares = scores.map((score) => Math.exp(score - most));
      const total = shares.reduce((a, b) => a + b, 0);
      rows.forEach((value, i) => {
        for (let d = 0; d < HEAD; d++) {
          read[head + d] = (read[head + d] ?? 0) + ((shares[i] ?? 0) / total) * (part(value, 2)[d] ?? 0);
        }
      });
    }
    return read;
  });
}

function norm(row: Float32Array, by: Float32Array): Float32Array {
  const mean = row.reduce((a, b) => a + b, 0) / row.length;
  const variance = row.reduce((a, b) => a + (b - mean) ** 2, 0) / row.length;
  return row.map((value, i) => {
    const at = 8 * (i >> 2) + (i & 3);
    return ((value - mean) / Math.sqrt(variance + 1e-12)) * (by[at] ?? 0) + (by[at + 4] ?? 0);
  });
}

function gelu(x: number): number {
  return 0.5 * x * (1 + erf(x / Math.SQRT2));
}

/** By its series, to the last digit for what comes out of a layer. */
function erf(x: number): number {
  if (Math.abs(x) > 4) return Math.sign(x);
  let term = x;
  let total = x;
  for (let n = 1; n < 60; n++) {
    term *= (-x * x) / n;
    total += term / (2 * n + 1);
  }
  return (2 / Math.sqrt(Math.PI)) * total;
}

function roundHalfToEven(x: number): number {
  const floor = Math.floor(x);
  if (x - floor !== 0.5) return Math.round(x);
  return floor % 2 === 0 ? floor : floor + 1;
}

const sum = (a: Float32Array[], b: Float32Array[]): Float32Array[] =>
  a.map((row, r) => row.map((value, i) => value + (b[r]?.[i] ?? 0)));

function dot(a: Float32Array, b: Float32Array): number {
  let total = 0;
  for (let i = 0; i < a.length; i++) total += (a[i] ?? 0) * (b[i] ?? 0);
  return total;
}
