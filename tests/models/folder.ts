import * as ort from 'onnxruntime-node';
import { describeModel, type ModelFolder } from '../../lib/models/describe.ts';
import type { ForeignClassifier } from '../../lib/models/foreign/classifier.ts';
import { loadForeign } from '../../lib/models/load.ts';
import type { ModelFiles } from './make-model.ts';

/** A model's folder in memory. */
export function folderOf(files: ModelFiles): ModelFolder {
  return {
    sizes: Object.fromEntries(Object.entries(files).map(([name, content]) => [name, content.byteLength])),
    read: async (name) => {
      const content = files[name];
      if (!content) throw new Error(`There is no ${name}.`);
      return content;
    },
  };
}

/** Some files with a few fields of one JSON file changed; `undefined` takes a field away. */
export function changed(files: ModelFiles, name: string, fields: object): ModelFiles {
  const json = JSON.parse(new TextDecoder().decode(files[name] ?? new TextEncoder().encode('{}')));
  return { ...files, [name]: new TextEncoder().encode(JSON.stringify({ ...json, ...fields })) };
}

/** Opens a foreign model on ONNX Runtime's native build, as the extension opens it on WASM. */
export async function openFiles(files: ModelFiles): Promise<ForeignClassifier> {
  const folder = folderOf(files);
  const model = await describeModel(folder);
  if (model.kind !== 'foreign') throw new Error('This folder holds one of our own models.');
  return loadForeign(model, folder.read, async (graph) => ({
    session: await ort.InferenceSession.create(graph, { intraOpNumThreads: 1 }),
    Tensor: ort.Tensor,
  }));
}
