// The encoder's arithmetic in WebAssembly SIMD, written in AssemblyScript. Functions over addresses in linear memory,
// which `lib/encoder/kernel-encoder.ts` lays out; nothing here allocates. Matrices are row after row.

export { attend } from './attention';
export { embed, evidence } from './ends';
export { activate } from './gelu';
export { addAndNormalise, normalise } from './norm';
export { BYTES_PER_WEIGHT, multiply, pack, quantise } from './product';
