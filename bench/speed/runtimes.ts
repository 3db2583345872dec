import { readFileSync } from 'node:fs';
import * as native from 'onnxruntime-node';
import * as wasm from 'onnxruntime-web';
import { createEncoder } from '../../lib/detector/encoder.ts';
import { BUNDLED_FOLDER, openKernel } from '../../lib/hosting/node.ts';
import { median } from './median.ts';
import { makeRival, RIVALS } from './rivals.ts';

export const TOKEN_COUNTS = [32, 64, 128, 256];

/** Milliseconds for one passage, one thread, by runtime. */
export interface RuntimeRow {
  tokens: number;
  kernel: number;
  /** ONNX Runtime's WASM build on the same file. */
  onnxWasm: number;
  /** The same natively: the ceiling. */
  native: number;
  rivals: Record<keyof typeof RIVALS, number>;
}

type Run = (ids: Int32Array) => Promise<unknown>;

/** Times every runtime on the same passages in one run, by turns, so that a noisy machine is noisy for all alike. */
export async function timeRuntimes(runs: number): Promise<RuntimeRow[]> {
  const file = new Uint8Array(readFileSync(`${BUNDLED_FOLDER}/deep.onnx`));
  wasm.env.wasm.numThreads = 1;
  const kernel = await openKernel(file);
  const onnxWasm = createEncoder(await wasm.InferenceSession.create(file), wasm.Tensor);
  const onnxNative = createEncoder(
    await native.InferenceSession.create(file, { intraOpNumThreads: 1 }),
    native.Tensor,
  );
  const encoders: Record<string, Run> = {
    kernel: (ids) => kernel.run(ids),
    onnxWasm: (ids) => onnxWasm.run(ids),
    native: (ids) => onnxNative.run(ids),
  };
  for (const [name, shape] of Object.entries(RIVALS)) encoders[name] = await openRival(makeRival(shape, 1));
  const rows: RuntimeRow[] = [];
  for (const tokens of TOKEN_COUNTS) rows.push(await timeLength(encoders, tokens, runs));
  return rows;
}

async function openRival(file: Uint8Array<ArrayBuffer>): Promise<Run> {
  const session = await wasm.InferenceSession.create(file);
  return async (ids) => {
    const known = BigInt64Array.from(ids, (id) => BigInt(id % 1024));
    await session.run({ input_ids: new wasm.Tensor('int64', known, [1, ids.length]) });
  };
}

async function timeLength(encoders: Record<string, Run>, tokens: number, runs: number): Promise<RuntimeRow> {
  const ids = Int32Array.from({ length: tokens }, (_, i) => 1996 + ((i * 7919) % 20_000));
  const times: Record<string, number[]> = Object.fromEntries(Object.keys(encoders).map((name) => [name, []]));
  for (let run = -2; run < runs; run++) {
    for (const [name, encode] of Object.entries(encoders)) {
      const began = performance.now();
      await encode(ids);
      // The first two runs are for the compilers.
      if (run >= 0) times[name]?.push(performance.now() - began);
    }
  }
  const of = (name: string): number => median(times[name] ?? []);
  const rivals = { 'e5-small': of('e5-small'), 'RoBERTa-base': of('RoBERTa-base') };
  return { tokens, kernel: of('kernel'), onnxWasm: of('onnxWasm'), native: of('native'), rivals };
}
