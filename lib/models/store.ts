import * as v from 'valibot';
import { file } from '../detector/manifest.ts';
import type { Fingerprint } from './integrity.ts';
import { TransferError } from './transfer-error.ts';

// Optional models, each in a folder of its own in the extension's private file system (OPFS): nothing but this
// extension can read it, it goes when the extension is removed, and what was written of a file outlives a crash.
//
//   models/<id>/installed.json   written last, when every file's size and SHA-256 have matched
//   models/<id>/<file>           whole or, without an installed.json, the beginning of an interrupted download

const FOLDER = 'models';
const RECORD = 'installed.json';
const MODEL_ID = /^[a-z0-9][a-z0-9-]{0,63}$/;
/** As repositories have them: `tokenizer.json`, `onnx/model_quantized.onnx`. */
const FILE_NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}(\/[A-Za-z0-9][A-Za-z0-9._-]{0,99}){0,3}$/;

const text = v.pipe(v.string(), v.maxLength(500));

/** What the options show of a model, so that a list of them opens none. */
const about = v.object({
  /** Our own kind, or any other text classifier. */
  kind: v.picklist(['telltale', 'foreign']),
  version: text,
  /** Of a foreign model, as its `config.json` says: `roberta`. */
  architecture: v.nullable(text),
  labels: v.array(text),
  /** Those of the labels that mean AI. */
  aiLabels: v.array(text),
  /** Nobody has said which label means AI; it was taken for granted. */
  isAssumed: v.boolean(),
  languages: v.nullable(v.array(text)),
  /** Only a calibrated model may judge; the others have scores. */
  isCalibrated: v.boolean(),
});

const installedModel = v.object({
  id: v.pipe(v.string(), v.regex(MODEL_ID)),
  name: text,
  /** By name, as the engine asks for them. */
  files: v.record(v.pipe(v.string(), v.regex(FILE_NAME)), file),
  /** Where it came from: an address, or the name of a folder or zip. */
  source: text,
  about,
  /** Milliseconds since 1970. */
  at: v.number(),
});

export type AboutModel = v.InferOutput<typeof about>;

/** A model whose files are all there, and were right when they were written. */
export type InstalledModel = v.InferOutput<typeof installedModel>;

/** What an interrupted download, or a deletion that was cut short, has left. */
export interface Leftover {
  id: string;
  bytes: number;
}

export interface Shelf {
  installed: InstalledModel[];
  leftovers: Leftover[];
}

/** All that is in the store. */
export async function listModels(): Promise<Shelf> {
  const shelf: Shelf = { installed: [], leftovers: [] };
  const models = await openFolder();
  if (!models) return shelf;
  for await (const [id, handle] of models.entries()) {
    if (handle.kind !== 'directory' || !MODEL_ID.test(id)) continue;
    const model = await readRecord(handle as FileSystemDirectoryHandle, id);
    if (model) shelf.installed.push(model);
    else shelf.leftovers.push({ id, bytes: await bytesIn(handle as FileSystemDirectoryHandle) });
  }
  shelf.installed.sort((a, b) => a.name.localeCompare(b.name));
  return shelf;
}

/** @returns null where no whole model of this id is there */
export async function findModel(id: string): Promise<InstalledModel | null> {
  const folder = await folderOf(id);
  return folder && readRecord(folder, id);
}

/** A whole file of a model, as it is on the disk now: whoever uses it checks its SHA-256. */
export async function readModelFile(id: string, name: string): Promise<Uint8Array<ArrayBuffer>> {
  const folder = await folderOf(id);
  if (!folder) throw new DOMException(`There is no model ${id}.`, 'NotFoundError');
  const file = await (await folder.getFileHandle(diskName(name))).getFile();
  return new Uint8Array(await file.arrayBuffer());
}

/** Takes a model away, or what is left of one. */
export async function deleteModel(id: string): Promise<void> {
  const models = await openFolder();
  const folder = await folderOf(id);
  if (!models || !folder) return;
  // First what makes it a model: a deletion that is cut short leaves nothing that looks whole.
  await folder.removeEntry(RECORD).catch(ignoreMissing);
  await models.removeEntry(id, { recursive: true });
}

export function bytesOf(files: Readonly<Record<string, Fingerprint>>): number {
  return Object.values(files).reduce((sum, { bytes }) => sum + bytes, 0);
}

/** A file being written. Only a worker has these; one at a time per file. */
export interface Slot {
  readonly size: number;
  /** Reads what is already there, in pieces. */
  pieces(): Generator<Uint8Array<ArrayBuffer>>;
  /** Adds to the end. @throws DOMException `QuotaExceededError` where the disk is full */
  append(piece: Uint8Array): void;
  /** Begins anew. */
  empty(): void;
  /** Closes the file; what was appended is on the disk then. */
  close(): void;
}

const PIECE_BYTES = 1 << 20; // enough to be fast, little enough not to be felt

/**
 * Opens a file of a model for writing, where it ended the last time. In a worker only.
 * @throws DOMException `NoModificationAllowedError` where another page of the extension is writing it
 */
export async function openSlot(id: string, name: string): Promise<Slot> {
  if (!MODEL_ID.test(id) || !FILE_NAME.test(name))
    throw new Error(`Not the name of a model's file: ${id}/${name}`);
  const models = await openFolder(true);
  const folder = await models?.getDirectoryHandle(id, { create: true });
  const file = await folder?.getFileHandle(diskName(name), { create: true });
  if (!file) throw new TransferError('noStore');
  return slotOf(await file.createSyncAccessHandle());
}

/** Writes down that a model is whole. In a worker only. */
export async function finishModel(model: InstalledModel): Promise<void> {
  const slot = await openSlot(model.id, RECORD);
  try {
    slot.empty();
    slot.append(new TextEncoder().encode(JSON.stringify(v.parse(installedModel, model))));
  } finally {
    slot.close();
  }
}

/** An id in the store's own alphabet. */
export function modelIdOf(name: string, sha256: string): string {
  const words = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  return `${words.slice(0, 48).replace(/-+$/, '') || 'model'}-${sha256.slice(0, 8)}`;
}

function slotOf(handle: FileSystemSyncAccessHandle): Slot {
  let size = handle.getSize();
  return {
    get size() {
      return size;
    },
    *pieces() {
      for (let at = 0; at < size; at += PIECE_BYTES) {
        const piece = new Uint8Array(Math.min(PIECE_BYTES, size - at));
        handle.read(piece, { at });
        yield piece;
      }
    },
    append(piece) {
      const written = handle.write(piece, { at: size });
      size += written;
      if (written < piece.byteLength) throw new DOMException('The disk is full.', 'QuotaExceededError');
    },
    empty() {
      handle.truncate(0);
      size = 0;
    },
    close() {
      handle.flush();
      handle.close();
    },
  };
}

/** A store's folder is flat: one level to list, one to delete. */
function diskName(name: string): string {
  return name.replaceAll('/', '~');
}

async function openFolder(create = false): Promise<FileSystemDirectoryHandle | null> {
  // Private windows of some browsers have no such place: then there are no optional models there.
  const root = await navigator.storage.getDirectory().catch(() => null);
  return root?.getDirectoryHandle(FOLDER, { create }).catch(ignoreMissing) ?? null;
}

async function folderOf(id: string): Promise<FileSystemDirectoryHandle | null> {
  if (!MODEL_ID.test(id)) return null;
  return (await openFolder())?.getDirectoryHandle(id).catch(ignoreMissing) ?? null;
}

async function readRecord(folder: FileSystemDirectoryHandle, id: string): Promise<InstalledModel | null> {
  try {
    const file = await (await folder.getFileHandle(RECORD)).getFile();
    const model = v.parse(installedModel, JSON.parse(await file.text()));
    const sizes = await Promise.all(
      Object.entries(model.files).map(async ([name, { bytes }]) => {
        return (await (await folder.getFileHandle(diskName(name))).getFile()).size === bytes;
      }),
    );
    return model.id === id && sizes.every(Boolean) ? model : null;
  } catch {
    return null;
  }
}

async function bytesIn(folder: FileSystemDirectoryHandle): Promise<number> {
  let bytes = 0;
  for await (const handle of folder.values()) {
    if (handle.kind === 'file') bytes += (await (handle as FileSystemFileHandle).getFile()).size;
  }
  return bytes;
}

function ignoreMissing(error: unknown): null {
  if (error instanceof DOMException && error.name === 'NotFoundError') return null;
  throw error;
}
