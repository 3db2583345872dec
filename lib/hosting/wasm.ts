import * as ort from 'onnxruntime-web/wasm';
import { createEncoder } from '../detector/encoder.ts';
import { BUNDLED_MODEL } from '../models/bundled.ts';
import { loadEngine } from '../models/load.ts';
import type { Opened } from './host.ts';

// Threads spin while they wait: more than half the cores slow down everything else and, on two cores, themselves.
const MAX_THREADS = 4;

/**
 * Opens the bundled model on ONNX Runtime's WASM build, inside a worker of the extension.
 * @param chosen threads that the reader has chosen; 0 leaves it to the machine
 */
export async function openOnWasm(chosen: number): Promise<Opened> {
  const origin = self.location.origin;
  ort.env.wasm.wasmPaths = {
    mjs: `${origin}/ort/ort-wasm-simd-threaded.mjs`,
    wasm: `${origin}/ort/ort-wasm-simd-threaded.wasm`,
  };
  const suited = chosen > 0 ? chosen : threadsFor(navigator.hardwareConcurrency);
  // Without shared memory, as in Firefox's event page, there are no threads.
  const threads = self.crossOriginIsolated ? suited : 1;
  ort.env.wasm.numThreads = threads;
  const engine = await loadEngine(
    async (name) =>
      new Uint8Array(await (await fetch(`${origin}/models/${BUNDLED_MODEL}/${name}`)).arrayBuffer()),
    async (graph) =>
      createEncoder(await ort.InferenceSession.create(graph, { executionProviders: ['wasm'] }), ort.Tensor),
  );
  return { engine, backend: 'wasm', threads };
}

/** How many WASM threads suit a machine with so many cores. */
export function threadsFor(cores: number): number {
  return Math.min(MAX_THREADS, Math.max(1, Math.floor(cores / 2)));
}
