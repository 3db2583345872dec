import * as ort from 'onnxruntime-web/wasm';
import { createEncoder } from '../detector/encoder.ts';
import type { Runtime } from '../models/load.ts';
import type { Opened } from './host.ts';
import { openChosen } from './open-model.ts';

// Threads spin while they wait: more than half the cores slow down everything else and, on two cores, themselves.
const MAX_THREADS = 4;

/**
 * Opens a model on ONNX Runtime's WASM build, inside a worker of the extension.
 * @param chosen threads that the reader has chosen; 0 leaves it to the machine
 * @param model the model that the reader has chosen
 */
export async function openOnWasm(chosen: number, model: string): Promise<Opened> {
  const { threads, ...runtime } = startWasm(chosen);
  return { ...(await openChosen(model, runtime)), backend: 'wasm', threads };
}

/** Makes the runtime ready in a worker of the extension. It keeps the threads that it began with. */
export function startWasm(chosen: number): Runtime & { threads: number } {
  const origin = self.location.origin;
  ort.env.wasm.wasmPaths = {
    mjs: `${origin}/ort/ort-wasm-simd-threaded.mjs`,
    wasm: `${origin}/ort/ort-wasm-simd-threaded.wasm`,
  };
  const suited = chosen > 0 ? chosen : threadsFor(navigator.hardwareConcurrency);
  // Without shared memory, as in Firefox's event page, there are no threads.
  const threads = self.crossOriginIsolated ? suited : 1;
  ort.env.wasm.numThreads = threads;
  const open = (graph: Uint8Array<ArrayBuffer>): Promise<ort.InferenceSession> =>
    ort.InferenceSession.create(graph, { executionProviders: ['wasm'] });
  return {
    threads,
    openEncoder: async (graph) => createEncoder(await open(graph), ort.Tensor),
    openSession: async (graph) => ({ session: await open(graph), Tensor: ort.Tensor }),
  };
}

/** How many WASM threads suit a machine with so many cores. */
export function threadsFor(cores: number): number {
  return Math.min(MAX_THREADS, Math.max(1, Math.floor(cores / 2)));
}
