import { type Manifest, parseManifest } from '../detector/manifest.ts';
import { describeForeign, type ForeignDescription } from './foreign/classifier.ts';
import { parseJson } from './json-file.ts';
import type { ReadFile } from './load.ts';
import { ModelRefusedError } from './refusal.ts';

// What a folder holds, before anything of it is loaded. Files from disk are hostile: sizes first, then the JSON files,
// and the graph last, by the runtime itself.

/** A folder, from disk, a zip, the browser's own store or the Hub: its files' names and bytes, and a way to read one. */
export interface ModelFolder {
  sizes: Readonly<Record<string, number>>;
  read: ReadFile;
}

export interface TelltaleModel {
  kind: 'telltale';
  manifest: Manifest;
  /** The files to keep, everything else in the folder is none of the model's. */
  files: string[];
  /** Bytes of those files together. */
  bytes: number;
}

export interface ForeignModel {
  kind: 'foreign';
  description: ForeignDescription;
  /** Name of the ONNX file. */
  graph: string;
  files: string[];
  bytes: number;
}

export type DescribedModel = TelltaleModel | ForeignModel;

const MB = 1024 * 1024;
/** Most bytes of each file. WebAssembly has 4 GB, and a graph is in it twice while it is opened. */
const MOST_BYTES: Record<string, number> = {
  'config.json': 1 * MB,
  'model.json': 4 * MB,
  'tokenizer.json': 40 * MB,
  'wide.bin': 256 * MB,
};
const MOST_GRAPH_BYTES = 1536 * MB;

/** Where exports put the graph, the smaller one first. */
const GRAPH_NAMES = [
  'model_quantized.onnx',
  'model_int8.onnx',
  'model.onnx',
  'onnx/model_quantized.onnx',
  'onnx/model_int8.onnx',
  'onnx/model.onnx',
];

/**
 * Tells what kind of model a folder holds: Telltale's own (`model.json` that names `wide.bin` and `deep.onnx`), or any
 * text classifier (`config.json`, `tokenizer.json`, an ONNX file and perhaps a `model.json` with its calibration).
 * @throws ModelRefusedError in words for whoever chose the folder
 */
export async function describeModel(folder: ModelFolder): Promise<DescribedModel> {
  const model = has(folder, 'model.json') ? await readJson(folder, 'model.json') : undefined;
  return isTelltales(model) ? describeTelltale(folder, model) : describeClassifier(folder, model);
}

function isTelltales(model: unknown): boolean {
  return typeof model === 'object' && model !== null && 'combine' in model;
}

function describeTelltale(folder: ModelFolder, model: unknown): TelltaleModel {
  const manifest = manifestOf(model);
  const parts = [manifest.wide ? 'wide.bin' : [], manifest.deep ? 'deep.onnx' : []].flat();
  if (parts.length === 0) throw new ModelRefusedError('missingFile', 'wide.bin');
  const files = ['model.json', 'tokenizer.json', ...parts];
  for (const name of files.slice(1)) {
    sizeOf(folder, name);
    if (!manifest.files[name])
      throw new ModelRefusedError('notValid', 'model.json', `files: ${name} is missing`);
    if (manifest.files[name].bytes !== folder.sizes[name]) throw new ModelRefusedError('otherGraph', name);
  }
  return { kind: 'telltale', manifest, files, bytes: total(folder, files) };
}

function manifestOf(model: unknown): Manifest {
  try {
    return parseManifest(model);
  } catch (error) {
    const where = (error as Error).message.replace(/^model\.json is not valid: /, '');
    throw new ModelRefusedError('notValid', 'model.json', where);
  }
}

async function describeClassifier(folder: ModelFolder, model: unknown): Promise<ForeignModel> {
  const config = await readJson(folder, 'config.json');
  const tokenizer = await readJson(folder, 'tokenizer.json');
  const description = describeForeign({ config, tokenizer, model });
  const graph = GRAPH_NAMES.find((name) => has(folder, name));
  if (!graph) throw new ModelRefusedError('missingFile', 'model.onnx');
  sizeOf(folder, graph);
  const split = [`${graph}_data`, `${graph}.data`].find((name) => has(folder, name));
  if (split) throw new ModelRefusedError('splitGraph', split);
  const calibrated = description.files[graph];
  // The bands of one graph are not another's, and a quantised one is another.
  if (description.calibration && calibrated?.bytes !== folder.sizes[graph]) {
    throw new ModelRefusedError('otherGraph', graph);
  }
  const files = ['config.json', 'tokenizer.json', graph, ...(model === undefined ? [] : ['model.json'])];
  return { kind: 'foreign', description, graph, files, bytes: total(folder, files) };
}

async function readJson(folder: ModelFolder, name: string): Promise<unknown> {
  sizeOf(folder, name);
  return parseJson(name, await folder.read(name));
}

/** @throws ModelRefusedError where a file is missing or larger than Telltale reads */
function sizeOf(folder: ModelFolder, name: string): number {
  const bytes = has(folder, name) ? folder.sizes[name] : undefined;
  if (bytes === undefined) throw new ModelRefusedError('missingFile', name);
  const most = MOST_BYTES[name] ?? MOST_GRAPH_BYTES;
  if (bytes > most) throw new ModelRefusedError('tooLarge', name, String(most / MB));
  return bytes;
}

function has({ sizes }: ModelFolder, name: string): boolean {
  return Object.hasOwn(sizes, name);
}

function total(folder: ModelFolder, files: readonly string[]): number {
  return files.reduce((sum, name) => sum + sizeOf(folder, name), 0);
}
