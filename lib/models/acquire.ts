import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { aboutOf, nameOf } from './about.ts';
import { type DescribedModel, describeModel } from './describe.ts';
import { download, type RemoteFile } from './download.ts';
import { HashedSlot } from './hashed-slot.ts';
import type { Fingerprint } from './integrity.ts';
import { fingerprintOf, type Pack } from './pack.ts';
import { ModelRefusedError } from './refusal.ts';
import {
  type AboutModel,
  bytesOf,
  deleteModel,
  findModel,
  finishModel,
  type InstalledModel,
  modelIdOf,
  openSlot,
  readModelFile,
} from './store.ts';
import { storageError, TransferError } from './transfer-error.ts';

// How a model comes into the store: from the network or from the disk. In a worker only; one at a time.

/** A model of the list, as it is to be fetched. */
export interface RemoteModel {
  id: string;
  name: string;
  /** For people: where it comes from. */
  source: string;
  files: RemoteFile[];
  /** The `model.json` to write beside them: what the list knows of the model and its own files do not say. */
  modelJson: object;
}

/** A model on the disk, looked through and not yet copied. */
export interface Survey {
  name: string;
  source: string;
  files: Record<string, Fingerprint>;
  about: AboutModel;
}

export interface Acquiring {
  onProgress: (bytes: number) => void;
  signal: AbortSignal;
}

/**
 * Downloads a model, or goes on where that was interrupted. It counts as installed when every file has matched its
 * SHA-256 and the whole has turned out to be a model that Telltale can run.
 * @throws TransferError, ModelRefusedError, or the signal's reason
 */
export async function fetchModel(
  remote: RemoteModel,
  { onProgress, signal }: Acquiring,
): Promise<InstalledModel> {
  await download(remote.files, { open: (name) => openSlot(remote.id, name), onProgress, signal });
  try {
    const files: Record<string, Fingerprint> = { 'model.json': await writeJson(remote.id, remote.modelJson) };
    for (const { name, bytes, sha256 } of remote.files) files[name] = { bytes, sha256 };
    const sizes = Object.fromEntries(Object.entries(files).map(([name, { bytes }]) => [name, bytes]));
    const about = aboutOf(await describeModel({ sizes, read: (name) => readModelFile(remote.id, name) }));
    return await finish({ id: remote.id, name: remote.name, source: remote.source, files, about });
  } catch (error) {
    // What Telltale cannot run is of no use on the disk.
    await deleteModel(remote.id);
    throw error;
  }
}

/** Looks through what a person has picked: reads and hashes it, copies nothing. @throws TransferError, ModelRefusedError */
export async function surveyPack(pack: Pack): Promise<Survey> {
  const model = await describeModel(pack);
  const files: Record<string, Fingerprint> = {};
  for (const name of model.files) files[name] = await fingerprintOf(pack, name);
  if (model.kind === 'telltale') refuseOthersFiles(model, files);
  else refuseOtherGraph(model, files);
  return { name: nameOf(model), source: pack.name, files, about: aboutOf(model) };
}

/**
 * Copies what was looked through into the store; what is installed already is left as it is, whatever goes wrong.
 * @throws TransferError, also where it has changed since then
 */
export async function keepPack(
  pack: Pack,
  { name, source, files, about }: Survey,
  { onProgress, signal }: Acquiring,
): Promise<InstalledModel> {
  // Made from all of its files: another tokenizer beside the same weights is another model, in a folder of its own.
  const id = modelIdOf(name, digestOf(files));
  const installed = await findModel(id);
  if (installed) return installed;
  let copied = 0;
  try {
    for (const [file, expected] of Object.entries(files)) {
      const slot = await openSlot(id, file);
      try {
        slot.empty();
        const hashed = new HashedSlot(slot);
        await pack.pour(file, (piece) => {
          signal.throwIfAborted();
          hashed.append(piece);
          copied += piece.byteLength;
          onProgress(copied);
        });
        if (hashed.digest() !== expected.sha256) throw new TransferError('changed', file);
      } finally {
        slot.close();
      }
    }
    return await finish({ id, name, source, files, about });
  } catch (error) {
    await deleteModel(id).catch(() => undefined);
    throw storageError(error, bytesOf(files));
  }
}

async function writeJson(id: string, json: object): Promise<Fingerprint> {
  const slot = await openSlot(id, 'model.json');
  try {
    const hashed = new HashedSlot(slot);
    hashed.empty();
    hashed.append(new TextEncoder().encode(JSON.stringify(json)));
    return { bytes: hashed.size, sha256: hashed.digest() };
  } finally {
    slot.close();
  }
}

async function finish(model: Omit<InstalledModel, 'at'>): Promise<InstalledModel> {
  const installed = { ...model, at: Date.now() };
  await finishModel(installed);
  return installed;
}

/** A model of our own kind names what each of its files must be. */
function refuseOthersFiles(
  { manifest }: Extract<DescribedModel, { kind: 'telltale' }>,
  files: Readonly<Record<string, Fingerprint>>,
): void {
  for (const [name, { sha256 }] of Object.entries(files)) {
    const expected = manifest.files[name];
    if (expected && expected.sha256 !== sha256) throw new ModelRefusedError('otherGraph', name);
  }
}

/** A calibration is one graph's. */
function refuseOtherGraph(
  { description, graph }: Extract<DescribedModel, { kind: 'foreign' }>,
  files: Readonly<Record<string, Fingerprint>>,
): void {
  const expected = description.files[graph];
  if (expected && expected.sha256 !== files[graph]?.sha256) throw new ModelRefusedError('otherGraph', graph);
}

/** One SHA-256 for all files of a model, by their names. */
function digestOf(files: Readonly<Record<string, Fingerprint>>): string {
  const lines = Object.entries(files).map(([name, { sha256 }]) => `${sha256}  ${name}`);
  return bytesToHex(sha256(utf8ToBytes(lines.sort().join('\n'))));
}
