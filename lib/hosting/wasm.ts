import * as ort from 'onnxruntime-web/wasm';
import type { Encoder } from '../detector/encoder.ts';
import { compileKernel } from '../encoder/kernel-encoder.ts';
import { createKernelPool } from '../encoder/kernel-pool.ts';
import type { Runtime } from '../models/load.ts';
import { readPackaged } from './packaged.ts';

// Each reader holds the model's weights, 30 MB; and half of the cores are left to whatever else the machine does.
const MAX_THREADS = 4;

/**
 * Makes the runtimes ready in a worker of the extension: the kernel for our own models, ONNX Runtime's WASM build for
 * other people's. They keep the threads that they began with.
 * @param chosen threads that the reader has chosen; 0 leaves it to the machine
 */
export function startWasm(chosen: number): Runtime & { threads: number } {
  const origin = self.location.origin;
  ort.env.wasm.wasmPaths = {
    mjs: `${origin}/ort/ort-wasm-simd-threaded.mjs`,
    wasm: `${origin}/ort/ort-wasm-simd-threaded.wasm`,
  };
  const threads = chosen > 0 ? chosen : threadsFor(navigator.hardwareConcurrency);
  // ONNX Runtime's threads need shared memory, which Firefox's event page has not.
  ort.env.wasm.numThreads = self.crossOriginIsolated ? threads : 1;
  return {
    threads,
    openEncoder: (graph) => openEncoder(graph, threads),
    openSession: async (graph) => ({
      session: await ort.InferenceSession.create(graph, { executionProviders: ['wasm'] }),
      Tensor: ort.Tensor,
    }),
  };
}

/** How many threads suit a machine with so many cores. */
export function threadsFor(cores: number): number {
  return Math.min(MAX_THREADS, Math.max(1, Math.floor(cores / 2)));
}

/** Readers in workers of their own: the wide part, the memory of scores and messages go on while they read. */
async function openEncoder(graph: Uint8Array<ArrayBuffer>, threads: number): Promise<Encoder> {
  const kernel = await compileKernel((name) => readPackaged(`kernel/${name}`));
  return createKernelPool(threads, () => new Worker('/kernel-worker.js'), { kernel, graph });
}
