import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import {
  BlobReader,
  type Entry,
  ERR_UNSAFE_FILENAME,
  type FileEntry,
  ZipReader,
} from '@zip.js/zip.js/lib/zip-core-custom.js';
import type { ModelFolder } from './describe.ts';
import type { Fingerprint } from './integrity.ts';
import { TransferError } from './transfer-error.ts';

// What a person picks on their disk: a folder or a zip. Nothing in it is believed: not a size, not a path, not a name.

/** A model's folder that can be copied from, in pieces: no file of it need fit into memory. */
export interface Pack extends ModelFolder {
  /** What the person picked, by its name. */
  name: string;
  /** @throws TransferError where a file turns out longer than it says, or has changed */
  pour(name: string, take: (piece: Uint8Array) => void): Promise<void>;
}

/** A file of a picked folder; its path begins with the folder's own name. */
export interface PickedFile {
  path: string;
  file: File;
}

/** More files than any model's repository has; a whole disk is not looked through. */
const MOST_FILES = 10_000;
/** Weights hardly shrink in a zip; what grows so much when it is unpacked was made to fill the disk. */
const MOST_GROWTH = 100;
const GROWTH_MATTERS_BYTES = 10_000_000;
/** Files by which the model's own folder is known. */
const SIGN = /(^|\/)(config|model)\.json$/;

/** @throws TransferError where no model's folder is in it */
export function packOfFolder(picked: readonly PickedFile[]): Pack {
  if (picked.length > MOST_FILES) throw new TransferError('noModel');
  const root = rootOf(picked.map(({ path }) => path));
  const files = within(
    root,
    picked.map(({ path, file }) => [path, file] as const),
  );
  return packOf(picked[0]?.path.split('/')[0] ?? '', files, {
    bytesOf: (file) => file.size,
    stream: (file) => file.stream(),
  });
}

/** @throws TransferError where it is no zip, has tricks in it, or no model's folder */
export async function packOfZip(zip: File): Promise<Pack> {
  const reader = new ZipReader(new BlobReader(zip), { useWebWorkers: false });
  const entries: FileEntry[] = [];
  try {
    for await (const entry of reader.getEntriesGenerator()) {
      if (entries.length >= MOST_FILES) throw new TransferError('noModel');
      if (isFile(entry)) entries.push(entry);
    }
  } catch (error) {
    throw zipError(error);
  }
  const root = rootOf(entries.map(({ filename }) => filename));
  const files = within(
    root,
    entries.map((entry) => [entry.filename, entry] as const),
  );
  for (const entry of files.values()) refuseBomb(entry);
  return packOf(zip.name, files, {
    bytesOf: (entry) => entry.uncompressedSize,
    stream: (entry) => {
      const { readable, writable } = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>();
      // A failure here reaches whoever reads the other end.
      entry
        .getData(writable, { checkSignature: true })
        .catch((error) => writable.abort(error).catch(() => undefined));
      return readable;
    },
  });
}

/** SHA-256 and size of a file in a pack. */
export async function fingerprintOf(pack: Pack, name: string): Promise<Fingerprint> {
  const hash = sha256.create();
  let bytes = 0;
  await pack.pour(name, (piece) => {
    hash.update(piece);
    bytes += piece.byteLength;
  });
  return { bytes, sha256: bytesToHex(hash.digest()) };
}

interface Source<F> {
  bytesOf(file: F): number;
  stream(file: F): ReadableStream<Uint8Array<ArrayBuffer>>;
}

function packOf<F>(name: string, files: ReadonlyMap<string, F>, { bytesOf, stream }: Source<F>): Pack {
  const sizes = Object.fromEntries([...files].map(([path, file]) => [path, bytesOf(file)]));
  async function pour(path: string, take: (piece: Uint8Array<ArrayBuffer>) => void): Promise<void> {
    const file = files.get(path);
    if (file === undefined) throw new TransferError('changed', path);
    let left = bytesOf(file);
    const reader = stream(file).getReader();
    try {
      for (let next = await reader.read(); !next.done; next = await reader.read()) {
        left -= next.value.byteLength;
        if (left < 0) throw new TransferError('zipBomb');
        take(next.value);
      }
    } catch (error) {
      await reader.cancel().catch(() => undefined);
      throw sourceError(error, path);
    }
    if (left > 0) throw new TransferError('changed', path);
  }
  return {
    name,
    sizes,
    pour,
    async read(path) {
      const whole = new Uint8Array(sizes[path] ?? 0);
      let at = 0;
      await pour(path, (piece) => {
        whole.set(piece, at);
        at += piece.byteLength;
      });
      return whole;
    },
  };
}

/** The folder, as the beginning of its files' paths, that has a model's JSON files; of several, the outermost. */
function rootOf(paths: readonly string[]): string {
  const [first] = paths
    .filter((path) => SIGN.test(path))
    .map((path) => path.slice(0, path.lastIndexOf('/') + 1))
    .sort((a, b) => depthOf(a) - depthOf(b) || a.localeCompare(b));
  if (first === undefined) throw new TransferError('noModel');
  return first;
}

const depthOf = (path: string): number => path.split('/').length;

function within<F>(root: string, files: readonly (readonly [string, F])[]): Map<string, F> {
  return new Map(
    files.filter(([path]) => path.startsWith(root)).map(([path, file]) => [path.slice(root.length), file]),
  );
}

function isFile(entry: Entry): entry is FileEntry {
  return !entry.directory;
}

function refuseBomb({ compressedSize, uncompressedSize }: FileEntry): void {
  const isGrown = uncompressedSize > MOST_GROWTH * compressedSize;
  if (isGrown && uncompressedSize > GROWTH_MATTERS_BYTES) throw new TransferError('zipBomb');
}

function zipError(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof TransferError) return error;
  if (error.message === ERR_UNSAFE_FILENAME) {
    return new TransferError('zipPath', 'filename' in error ? String(error.filename).slice(0, 200) : '');
  }
  return new TransferError('badZip', error.message);
}

function sourceError(error: unknown, path: string): unknown {
  // A file on disk that was deleted or written to since it was picked.
  if (error instanceof DOMException && error.name !== 'QuotaExceededError')
    return new TransferError('changed', path);
  // A full disk is not the zip's fault.
  return error instanceof DOMException ? error : zipError(error);
}
