import type { Detector } from '../detector/detector.ts';
import type { Encoder } from '../detector/encoder.ts';
import { Engine } from '../detector/engine.ts';
import { parseManifest } from '../detector/manifest.ts';
import { once } from '../detector/once.ts';
import { createTokeniser, type TokeniserFile } from '../detector/tokenise.ts';
import { createWidePart } from '../detector/wide.ts';
import { messageOf } from '../message-of.ts';
import type { DescribedModel, ForeignModel } from './describe.ts';
import { type ForeignClassifier, type ForeignSession, openForeign } from './foreign/classifier.ts';
import { ForeignDetector } from './foreign/detector.ts';
import { checkIntegrity, matches } from './integrity.ts';
import { parseJson } from './json-file.ts';
import { ModelRefusedError } from './refusal.ts';

/** Reads a file of the model's folder: from the package in a browser, from disk in Node. */
export type ReadFile = (name: string) => Promise<Uint8Array<ArrayBuffer>>;

/** Makes a session of `deep.onnx` in the runtime at hand. */
export type OpenEncoder = (graph: Uint8Array<ArrayBuffer>) => Promise<Encoder>;

/**
 * Loads a model's folder into an engine. The wide part answers as soon as this returns; the encoder, which is larger,
 * is opened when it is first needed. Every file is checked against the manifest before it is used.
 * @throws DamagedModelError, or an Error that says what in `model.json` is wrong; the engine throws the same for the
 * encoder's file.
 */
export async function loadEngine(read: ReadFile, openEncoder: OpenEncoder): Promise<Engine> {
  const json = new TextDecoder().decode(await read('model.json'));
  const manifest = parseManifest(JSON.parse(json));
  const checked = async (name: string): Promise<Uint8Array<ArrayBuffer>> => {
    const content = await read(name);
    await checkIntegrity(name, content, manifest.files[name]);
    return content;
  };
  const [tokenizer, table] = await Promise.all([
    checked('tokenizer.json'),
    manifest.wide ? checked('wide.bin') : null,
  ]);
  return new Engine({
    manifest,
    tokenise: createTokeniser(JSON.parse(new TextDecoder().decode(tokenizer)) as TokeniserFile),
    wide: manifest.wide && table ? createWidePart(new Int8Array(table.buffer), manifest.wide) : null,
    encoder: manifest.deep ? once(() => checked('deep.onnx').then(openEncoder)) : null,
  });
}

/** Makes a session of a foreign model's graph in the runtime at hand. */
export type OpenSession = (graph: Uint8Array<ArrayBuffer>) => Promise<ForeignSession>;

/**
 * Loads a text classifier that `describeModel` has described.
 * @throws ModelRefusedError where the graph is not the one that was calibrated, or none that Telltale can run
 */
export async function loadForeign(
  { description, graph }: ForeignModel,
  read: ReadFile,
  openSession: OpenSession,
): Promise<ForeignClassifier> {
  const tokenizer = parseJson('tokenizer.json', await read('tokenizer.json'));
  const content = await read(graph);
  const expected = description.files[graph];
  if (expected && !(await matches(content, expected))) throw new ModelRefusedError('otherGraph', graph);
  const runtime = await openSession(content).catch((error) => {
    throw new ModelRefusedError('graph', messageOf(error));
  });
  return openForeign(description, tokenizer, runtime);
}

/** How graphs of both kinds are opened in the runtime at hand. */
export interface Runtime {
  openEncoder: OpenEncoder;
  openSession: OpenSession;
}

/**
 * Loads a described folder as the one that judges pages.
 * @throws what `loadEngine` and `loadForeign` throw, and ModelRefusedError where a foreign model is not calibrated
 */
export async function loadDetector(
  model: DescribedModel,
  read: ReadFile,
  runtime: Runtime,
): Promise<Detector> {
  if (model.kind === 'telltale') return loadEngine(read, runtime.openEncoder);
  // Said before half a gigabyte is read.
  if (!model.description.calibration) throw new ModelRefusedError('notCalibrated', model.description.name);
  return new ForeignDetector(await loadForeign(model, read, runtime.openSession));
}
