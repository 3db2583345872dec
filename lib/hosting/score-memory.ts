import type { Prepared } from '../detector/engine.ts';

// Scores of texts that were read before, so that a page opened again costs nothing. Nobody can tell from it what was
// read: an entry is a keyed hash, the sentences' numbers and a time. No text, no address.

/** What the encoder found, per sentence; with the text at hand again, a whole score is made of it. */
interface Entry {
  /** 128 bits, as hexadecimal digits. */
  hash: string;
  evidence: number[];
  /** Milliseconds since 1970. */
  at: number;
}

const DATABASE = 'telltale-scores';
const MOST_ENTRIES = 50_000;
/** Writes between two sweeps. */
const SWEEP_EVERY = 500;
const HASH_BYTES = 16;
const DAY_MS = 86_400_000;

/**
 * The memory of scores in IndexedDB. Where the browser refuses one (some private windows, a full disk), everything is
 * forgotten at once and nothing else changes: no method ever throws.
 */
export class ScoreMemory {
  readonly #now: () => number;
  #opening: Promise<{ database: IDBDatabase; key: CryptoKey } | null> | null = null;
  #writes = 0;

  /** @param now the clock, for tests */
  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  /** The evidence of a passage's sentences, where this model has read it in the last so many days. */
  async recall(model: string, prepared: Prepared, days: number): Promise<number[] | null> {
    const open = days > 0 ? await this.#open() : null;
    if (!open) return null;
    try {
      const hash = await hashOf(model, prepared, open.key);
      const entry = (await done(scores(open.database, 'readonly').get(hash))) as Entry | undefined;
      return entry && this.#isFresh(entry.at, days) ? entry.evidence : null;
    } catch {
      return null;
    }
  }

  /** Keeps what was found. `days` is how long it may be kept, and 0 in private windows. */
  async keep(model: string, prepared: Prepared, evidence: number[], days: number): Promise<void> {
    const open = days > 0 ? await this.#open() : null;
    if (!open) return;
    try {
      const entry: Entry = { hash: await hashOf(model, prepared, open.key), evidence, at: this.#now() };
      await done(scores(open.database, 'readwrite').put(entry));
      if (this.#writes++ % SWEEP_EVERY === 0) await this.#sweep(open.database, days);
    } catch (error) {
      // No room left: give some back. The next score may be kept again.
      if (isFull(error)) await thin(open.database).catch(() => undefined);
    }
  }

  async count(): Promise<number> {
    const open = await this.#open();
    return open ? done(scores(open.database, 'readonly').count()).catch(() => 0) : 0;
  }

  /** Forgets everything, the key as well: what was once written cannot be looked up any more. */
  async forget(): Promise<void> {
    const open = await this.#open();
    this.#opening = null;
    open?.database.close();
    await done(indexedDB.deleteDatabase(DATABASE)).catch(() => undefined);
  }

  /** A clock that was set back leaves entries from the future; they are as good as old ones. */
  #isFresh(at: number, days: number): boolean {
    return Math.abs(this.#now() - at) < days * DAY_MS;
  }

  async #sweep(database: IDBDatabase, days: number): Promise<void> {
    const all = scores(database, 'readwrite');
    let excess = (await done(all.count())) - MOST_ENTRIES;
    // Oldest first.
    await eachEntry(all.index('at').openCursor(), (cursor) => {
      const { at } = cursor.value as Entry;
      if (excess-- > 0 || !this.#isFresh(at, days)) cursor.delete();
    });
  }

  #open(): Promise<{ database: IDBDatabase; key: CryptoKey } | null> {
    this.#opening ??= openDatabase().catch(() => null);
    return this.#opening;
  }
}

/** Tokens and sentences stand for the normalised text: two texts that give the same ones get the same score. */
async function hashOf(model: string, { ids, counts }: Prepared, key: CryptoKey): Promise<string> {
  const text = new TextEncoder().encode(`${model}\n${counts.join()}\n${ids.join()}`);
  const digest = new Uint8Array(await crypto.subtle.sign('HMAC', key, text)).slice(0, HASH_BYTES);
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

async function openDatabase(): Promise<{ database: IDBDatabase; key: CryptoKey }> {
  const request = indexedDB.open(DATABASE, 1);
  request.onupgradeneeded = () => {
    request.result.createObjectStore('scores', { keyPath: 'hash' }).createIndex('at', 'at');
    request.result.createObjectStore('key');
  };
  const database = await done(request);
  // Another worker of ours wants to delete it.
  database.onversionchange = () => database.close();
  const made = await crypto.subtle.generateKey({ name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  // Kept as an object that cannot be read out. Whoever was first made the key.
  const keys = database.transaction('key', 'readwrite').objectStore('key');
  const known = (await done(keys.get('hmac'))) as CryptoKey | undefined;
  if (!known) await done(keys.put(made, 'hmac'));
  return { database, key: known ?? made };
}

function scores(database: IDBDatabase, mode: IDBTransactionMode): IDBObjectStore {
  return database.transaction('scores', mode).objectStore('scores');
}

/** A tenth of the entries goes, the oldest first. */
async function thin(database: IDBDatabase): Promise<void> {
  const all = scores(database, 'readwrite');
  let excess = Math.ceil((await done(all.count())) / 10);
  await eachEntry(all.index('at').openCursor(), (cursor) => {
    if (excess-- > 0) cursor.delete();
  });
}

function isFull(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'QuotaExceededError';
}

function done<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

function eachEntry(
  request: IDBRequest<IDBCursorWithValue | null>,
  visit: (cursor: IDBCursorWithValue) => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    request.onerror = () => reject(request.error);
    request.onsuccess = () => {
      const cursor = request.result;
      if (!cursor) return resolve();
      visit(cursor);
      cursor.continue();
    };
  });
}
