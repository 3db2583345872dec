import { HashedSlot } from './hashed-slot.ts';
import type { Fingerprint } from './integrity.ts';
import type { Slot } from './store.ts';
import { storageError, TransferError } from './transfer-error.ts';

/** A file to fetch, and what it must turn out to be. */
export interface RemoteFile extends Fingerprint {
  name: string;
  address: string;
}

export interface DownloadOptions {
  /** Where a file is written, and where it goes on when it was begun before. */
  open: (name: string) => Promise<Slot>;
  /** Called with the bytes that have arrived of all files, after each piece. */
  onProgress: (bytes: number) => void;
  /** Pauses: what has arrived stays in its slot. */
  signal: AbortSignal;
}

/** A server that has said nothing for so long will not go on. */
const SILENCE_MS = 30_000;
/** The browser tells of a forbidden request a moment after it has failed. */
const VIOLATION_MS = 200;

/**
 * Fetches a model's files one after the other into their slots, each checked by size and SHA-256 while it streams. A
 * file that was begun before goes on where it ended (HTTP Range); one that turns out wrong is emptied.
 * @throws TransferError ready to be shown; the signal's reason where it was paused
 */
export async function download(files: readonly RemoteFile[], options: DownloadOptions): Promise<void> {
  const total = files.reduce((sum, { bytes }) => sum + bytes, 0);
  let before = 0;
  for (const file of files) {
    const slot = await options.open(file.name);
    const begun = before;
    try {
      await fetchFile(new HashedSlot(slot), file, {
        signal: options.signal,
        onProgress: (bytes) => options.onProgress(begun + bytes),
      });
    } catch (error) {
      throw storageError(error, total);
    } finally {
      slot.close();
    }
    before += file.bytes;
  }
}

type FileOptions = Pick<DownloadOptions, 'onProgress' | 'signal'>;

async function fetchFile(slot: HashedSlot, file: RemoteFile, options: FileOptions): Promise<void> {
  // The list may have come to name another file since this one was begun.
  if (slot.size > file.bytes) slot.empty();
  if (slot.size < file.bytes) await fetchRest(slot, file, options);
  const isSized = slot.size === file.bytes;
  if (isSized && slot.digest() === file.sha256) return options.onProgress(file.bytes);
  slot.empty();
  throw new TransferError(isSized ? 'wrongHash' : 'wrongSize', file.name);
}

async function fetchRest(
  slot: HashedSlot,
  file: RemoteFile,
  { signal, onProgress }: FileOptions,
): Promise<void> {
  const line = new Line(signal);
  try {
    const response = await request(file, slot.size, line);
    // Not every server knows ranges: then the whole file comes again.
    if (response.status === 200) slot.empty();
    // What the server says it has; a file that is not ours need not be fetched to its end.
    if (response.status === 416 || (rangeOf(response)?.total ?? file.bytes) !== file.bytes)
      return slot.empty();
    for await (const piece of piecesOf(response, line)) {
      slot.append(piece);
      if (slot.size > file.bytes) return;
      onProgress(slot.size);
    }
    // Browsers notice a transfer that ends before the length it announced. Without one, nobody knows who ended it.
    if (slot.size < file.bytes && !response.headers.has('content-length')) throw new TransferError('network');
  } finally {
    line.end();
  }
}

async function request(file: RemoteFile, from: number, line: Line): Promise<Response> {
  const { host } = new URL(file.address);
  const response = await line.on(
    host,
    fetch(file.address, {
      headers: from > 0 ? { range: `bytes=${from}-` } : {},
      signal: line.signal,
      // Nobody is to know more than that somebody fetches this file.
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
      cache: 'no-store',
    }),
  );
  // Other servers' ranges may be unreadable to us; a wrong one is found by the hash.
  const isRest = response.status === 206 && (rangeOf(response)?.from ?? from) === from;
  if (response.status === 200 || response.status === 416 || isRest) return response;
  await response.body?.cancel();
  throw new TransferError('status', host, String(response.status));
}

async function* piecesOf(response: Response, line: Line): AsyncGenerator<Uint8Array> {
  const reader = response.body?.getReader();
  const { host } = new URL(response.url);
  try {
    while (reader) {
      const { done, value } = await line.on(host, reader.read());
      if (done) return;
      yield value;
    }
  } finally {
    await reader?.cancel().catch(() => undefined);
  }
}

function rangeOf(response: Response): { from: number; total: number } | null {
  const match = /^bytes (\d+)-\d+\/(\d+)$/.exec(response.headers.get('content-range') ?? '');
  return match && { from: Number(match[1]), total: Number(match[2]) };
}

/** A connection that may be paused by the reader, fall silent, break, or be led elsewhere. */
class Line {
  readonly #paused: AbortSignal;
  readonly #silent = new AbortController();
  readonly signal: AbortSignal;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isForbidden = false;

  constructor(paused: AbortSignal) {
    this.#paused = paused;
    this.signal = AbortSignal.any([paused, this.#silent.signal]);
    // The one sign by which a forbidden redirect can be told from a broken connection.
    globalThis.addEventListener?.('securitypolicyviolation', this.#noteViolation);
    this.#renew();
  }

  /** Waits for what the connection brings. @throws TransferError, or the reason of the pause */
  async on<T>(host: string, arriving: Promise<T>): Promise<T> {
    try {
      const arrived = await arriving;
      this.#renew();
      return arrived;
    } catch {
      if (this.#paused.aborted) throw this.#paused.reason;
      if (this.#silent.signal.aborted) throw new TransferError('silent');
      await new Promise((resolve) => setTimeout(resolve, VIOLATION_MS));
      throw this.#isForbidden ? new TransferError('elsewhere', host) : new TransferError('network');
    }
  }

  end(): void {
    clearTimeout(this.#timer);
    globalThis.removeEventListener?.('securitypolicyviolation', this.#noteViolation);
  }

  readonly #noteViolation = (): void => {
    this.#isForbidden = true;
  };

  #renew(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#silent.abort(), SILENCE_MS);
  }
}
