import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { createEncoder, type Encoder } from '../detector/encoder.ts';
import type { Engine } from '../detector/engine.ts';
import { compileKernel, createKernelEncoder } from '../encoder/kernel-encoder.ts';
import { BUNDLED_MODEL } from '../models/bundled.ts';
import { describeModel, type ModelFolder } from '../models/describe.ts';
import type { ForeignClassifier } from '../models/foreign/classifier.ts';
import { loadEngine, loadForeign, type OpenEncoder, type OpenSession } from '../models/load.ts';

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

/** A model of either kind, ready to score. */
export type OpenedModel =
  | { kind: 'telltale'; engine: Engine }
  | { kind: 'foreign'; classifier: ForeignClassifier };

/**
 * A model's folder of either kind: our own, or any text classifier.
 * @throws ModelRefusedError where it holds no model that Telltale can run
 */
export async function openModelInNode(options: NodeOptions): Promise<OpenedModel> {
  const folder = await folderInNode(options.model ?? BUNDLED_FOLDER);
  const model = await describeModel(folder);
  if (model.kind === 'telltale') return { kind: 'telltale', engine: await openInNode(options) };
  return { kind: 'foreign', classifier: await loadForeign(model, folder.read, sessionsOf(options)) };
}

/** A model's folder on disk. @throws Error where there is none */
export async function folderInNode(folder: string): Promise<ModelFolder> {
  const sizes: Record<string, number> = {};
  // Exports may keep the graph in a folder of its own; deeper lies nothing of a model's.
  for (const inner of ['', 'onnx/']) {
    const entries = await readdir(join(folder, inner), { withFileTypes: true }).catch((error) => {
      if (inner) return [];
      throw error;
    });
    for (const entry of entries) {
      const name = inner + entry.name;
      if (!entry.isDirectory()) sizes[name] = (await stat(join(folder, name))).size;
    }
  }
  return { sizes, read: (name) => readBytes(join(folder, name)) };
}

/** Someone else's graph needs a whole runtime: the native one, or the one that browsers have for it. */
function sessionsOf({ backend, threads = 1 }: NodeOptions): OpenSession {
  return async (graph) => {
    const ort = backend === 'native' ? await import('onnxruntime-node') : await import('onnxruntime-web');
    if (backend === 'wasm') ort.env.wasm.numThreads = 1;
    const executionProviders = [backend === 'native' ? 'cpu' : 'wasm'];
    const options = { intraOpNumThreads: threads, executionProviders };
    return { session: await ort.InferenceSession.create(graph, options), Tensor: ort.Tensor };
  };
}

async function openNative(graph: Uint8Array<ArrayBuffer>, threads: number): Promise<Encoder> {
  const ort = await import('onnxruntime-node');
  const options = { intraOpNumThreads: threads, executionProviders: ['cpu'] };
  return createEncoder(await ort.InferenceSession.create(graph, options), ort.Tensor);
}

/** A model's encoder on the kernel that browsers run. */
export async function openKernel(graph: Uint8Array<ArrayBuffer>): Promise<Encoder> {
  return createKernelEncoder(await compileKernel((name) => readBytes(`public/kernel/${name}`)), graph);
}

async function readBytes(file: string): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await readFile(file));
}
