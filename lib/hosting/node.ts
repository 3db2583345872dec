import { readFile } from 'node:fs/promises';
import { createEncoder } from '../detector/encoder.ts';
import type { Engine } from '../detector/engine.ts';
import { BUNDLED_MODEL } from '../models/bundled.ts';
import { loadEngine } from '../models/load.ts';

/** `native` is the fast one; `wasm` gives to four decimals what browsers give. */
export type NodeBackend = 'native' | 'wasm';

export interface NodeOptions {
  backend: NodeBackend;
  /** Threads of the runtime; 1 keeps results the same from run to run. */
  threads?: number;
  /** The model's folder. */
  model?: string;
}

export const BUNDLED_FOLDER = `public/models/${BUNDLED_MODEL}`;

/**
 * The engine in Node: for the command line, the benchmarks and the tests. Run from the project's folder.
 * @throws Error where the model's folder is missing or damaged.
 */
export async function openInNode(options: NodeOptions): Promise<Engine> {
  const folder = options.model ?? BUNDLED_FOLDER;
  // Both runtimes have the same interface, and only one of them is loaded.
  const ort =
    options.backend === 'native' ? await import('onnxruntime-node') : await import('onnxruntime-web');
  const threads = options.threads ?? 1;
  if (options.backend === 'wasm') ort.env.wasm.numThreads = threads;
  return loadEngine(
    async (name) => new Uint8Array(await readFile(`${folder}/${name}`)),
    async (graph) =>
      createEncoder(
        await ort.InferenceSession.create(graph, {
          intraOpNumThreads: threads,
          executionProviders: [options.backend === 'native' ? 'cpu' : 'wasm'],
        }),
        ort.Tensor,
      ),
  );
}
