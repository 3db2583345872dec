import { readFile } from 'node:fs/promises';
import { createEncoder, type Encoder } from '../detector/encoder.ts';
import type { Engine } from '../detector/engine.ts';
import { compileKernel, createKernelEncoder } from '../encoder/kernel-encoder.ts';
import { BUNDLED_MODEL } from '../models/bundled.ts';
import { loadEngine, type OpenEncoder } from '../models/load.ts';

/** `native` is ONNX Runtime's, the fast one; `wasm` is what browsers run, with the same numbers. */
export type NodeBackend = 'native' | 'wasm';

export interface NodeOptions {
  backend: NodeBackend;
  /** Threads of the native runtime; 1 keeps results the same from run to run. */
  threads?: number;
  /** The model's folder. */
  model?: string;
}

export const BUNDLED_FOLDER = `public/models/${BUNDLED_MODEL}`;

/**
 * The engine in Node: for the command line, the benchmarks and the tests. Run from the project's folder.
 * @throws Error where the model's folder is missing or damaged.
 */
export async function openInNode({
  backend,
  threads = 1,
  model = BUNDLED_FOLDER,
}: NodeOptions): Promise<Engine> {
  const open: OpenEncoder = backend === 'native' ? (graph) => openNative(graph, threads) : openKernel;
  return loadEngine((name) => readBytes(`${model}/${name}`), open);
}

async function openNative(graph: Uint8Array<ArrayBuffer>, threads: number): Promise<Encoder> {
  const ort = await import('onnxruntime-node');
  const options = { intraOpNumThreads: threads, executionProviders: ['cpu'] };
  return createEncoder(await ort.InferenceSession.create(graph, options), ort.Tensor);
}

async function openKernel(graph: Uint8Array<ArrayBuffer>): Promise<Encoder> {
  return createKernelEncoder(await compileKernel((name) => readBytes(`public/kernel/${name}`)), graph);
}

async function readBytes(file: string): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await readFile(file));
}
