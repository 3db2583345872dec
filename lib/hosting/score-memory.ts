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
/** Until the reader's setting is known. */
const MOST_ENTRIES = 50_000;
/** What comes within this time is written at once. */
const GATHER_MS = 300;
/** Writes between two sweeps. */
const SWEEP_EVERY = 500;
/** Entries taken away at a time: about 100 ms. */
const SWEEP_PART = 1000;
const HASH_BYTES = 16;
const DAY_MS = 86_400_000;
/** A busy machine answers in a second; what takes longer than this does not answer at all. */
const PATIENCE_MS = 5000;
/** A database that has failed may be well again by then. */
const RETRY_MS = 60_000;

interface Opened {
  database: IDBDatabase;
  key: CryptoKey;
}

/**
 * The memory of scores in IndexedDB. Where the browser refuses one (some private windows, a full or broken disk) or
 * does not answer, everything is forgotten at once and nothing else changes: no method ever throws or waits long.
 */
export class ScoreMemory {
  readonly #now: () => number;
  #opening: Promise<Opened | null> | null = null;
  #writes = 0;
  /** What was found and is not yet on the disk. */
  readonly #unwritten: Entry[] = [];
  #writing: Promise<void> | null = null;
  #most = MOST_ENTRIES;
  /** Until the reader's setting is known, nothing is too old. */
  #days = Number.POSITIVE_INFINITY;
  /** Nothing is opened before what is there has been forgotten. */
  #forgetting: Promise<unknown> = Promise.resolve();
  /** On the clock that nobody sets, `performance.now()`. */
  #givenUpUntil = 0;

  /** @param now the clock, for tests */
  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  /** How many entries are kept from now on; the next write takes away what is over. */
  limit(entries: number): void {
    if (entries < this.#most) this.#writes = 0;
    this.#most = entries;
  }

  /** How many days everything is kept from now on; the next write takes away what is older, and 0 all, at once. */
  keepFor(days: number): void {
    if (days === this.#days) return;
    if (days < this.#days) this.#writes = 0;
    this.#days = days;
    if (days === 0) void this.forget();
  }

  /** Per passage the evidence of its sentences, where this model has read it in the last so many days. */
  async recall(model: string, passages: readonly Prepared[], days: number): Promise<(number[] | null)[]> {
    if (passages.length === 0 || !this.#mayRemember(days)) return [];
    const found = await this.#inTime(async ({ database, key }) => {
      const hashes = await Promise.all(passages.map((prepared) => hashOf(model, prepared, key)));
      const all = scores(database);
      const entries = await Promise.all(hashes.map((hash) => done<Entry | undefined>(all.get(hash))));
      return entries.map((entry) => (entry && this.#isFresh(entry.at, days) ? entry.evidence : null));
    });
    return found ?? [];
  }

  /** Keeps what was found. `days` is 0 in private windows, from which nothing may be kept. */
  async keep(model: string, prepared: Prepared, evidence: number[], days: number): Promise<void> {
    const open = this.#mayRemember(days) ? await this.#open() : null;
    if (!open) return;
    const hash = await hashOf(model, prepared, open.key);
    this.#unwritten.push({ hash, evidence, at: this.#now() });
    this.#writing ??= this.#writeSoon(open.database);
    await this.#writing;
  }

  /** Each passage of a page in a transaction of its own would cost as much as a fifth of its reading. */
  async #writeSoon(database: IDBDatabase): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, GATHER_MS));
    this.#writing = null;
    const entries = this.#unwritten.splice(0);
    try {
      await write(database, 'scores', (all) => Promise.all(entries.map((entry) => done(all.put(entry)))));
      const before = this.#writes;
      this.#writes += entries.length;
      const isDue = before === 0 || Math.floor(before / SWEEP_EVERY) < Math.floor(this.#writes / SWEEP_EVERY);
      if (isDue) await this.#sweep(database);
    } catch (error) {
      // No room left: give some back. The next score may be kept again.
      if (isFull(error)) await thin(database).catch(() => undefined);
    }
  }

  async count(): Promise<number> {
    return (await this.#inTime(({ database }) => done(scores(database).count()))) ?? 0;
  }

  /** Forgets everything, the key as well: what was once written cannot be looked up any more. */
  async forget(): Promise<void> {
    const opening = this.#opening;
    this.#opening = null;
    const forgotten = refusing(async () => {
      (await opening)?.database.close();
      await done(indexedDB.deleteDatabase(DATABASE));
    });
    this.#forgetting = within(PATIENCE_MS, forgotten);
    await this.#forgetting;
  }

  /** A passage may have been asked for before the reader set that nothing is to be remembered any more. */
  #mayRemember(days: number): boolean {
    return days > 0 && this.#days > 0 && !this.#isGivenUp();
  }

  /** A clock that was set back leaves entries from the future; they are as good as old ones. */
  #isFresh(at: number, days: number): boolean {
    return Math.abs(this.#now() - at) < days * DAY_MS;
  }

  /** In parts: whoever asks meanwhile waits for one part at most. */
  async #sweep(database: IDBDatabase): Promise<void> {
    const kept = this.#days * DAY_MS;
    const past = IDBKeyRange.upperBound(this.#now() - kept);
    const future = IDBKeyRange.lowerBound(this.#now() + kept);
    let dropped = 0;
    do {
      dropped = await write(database, 'scores', async (all) => {
        const old = await drop(all, past, SWEEP_PART);
        const early = await drop(all, future, SWEEP_PART - old);
        const excess = (await done(all.count())) - this.#most;
        return old + early + (await drop(all, null, Math.min(excess, SWEEP_PART - old - early)));
      });
    } while (dropped === SWEEP_PART);
  }

  /** What the database answers; null where it fails. One that does not answer in time is given up for a while. */
  async #inTime<T>(ask: (open: Opened) => Promise<T>): Promise<T | null> {
    const answer = async (): Promise<T | null> => {
      const open = await this.#open();
      return open && refusing(() => ask(open));
    };
    const answered = await within(PATIENCE_MS, answer());
    if (answered !== LATE) return answered;
    this.#giveUp();
    return null;
  }

  async #open(): Promise<Opened | null> {
    this.#opening ??= refusing(() => this.#openAnew());
    const opened = await this.#opening;
    if (!opened) this.#giveUp();
    return opened;
  }

  /** Sweeps as well: it may be long until something is written, and scores grow old all the same. */
  async #openAnew(): Promise<Opened> {
    await this.#forgetting;
    const opened = await openDatabase(() => {
      this.#opening = null;
    });
    void this.#sweep(opened.database).catch(() => undefined); // The next write sweeps again.
    return opened;
  }

  #isGivenUp(): boolean {
    return performance.now() < this.#givenUpUntil;
  }

  #giveUp(): void {
    this.#opening = null;
    this.#givenUpUntil = performance.now() + RETRY_MS;
  }
}

/** Tokens and sentences stand for the normalised text: two texts that give the same ones get the same score. */
async function hashOf(model: string, { ids, counts }: Prepared, key: CryptoKey): Promise<string> {
  const text = new TextEncoder().encode(`${model}\n${counts.join()}\n${ids.join()}`);
  const digest = new Uint8Array(await crypto.subtle.sign('HMAC', key, text)).slice(0, HASH_BYTES);
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** @param onClosed called when another worker of ours, or the browser, has taken the database away */
async function openDatabase(onClosed: () => void): Promise<Opened> {
  const request = indexedDB.open(DATABASE, 1);
  request.onupgradeneeded = () => {
    request.result.createObjectStore('scores', { keyPath: 'hash' }).createIndex('at', 'at');
    request.result.createObjectStore('key');
  };
  const database = await done(request);
  database.onclose = onClosed;
  database.onversionchange = () => {
    database.close();
    onClosed();
  };
  const made = await crypto.subtle.generateKey({ name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  // Kept as an object that cannot be read out. Whoever was first made the key.
  const key = await write(database, 'key', async (keys) => {
    const known = (await done(keys.get('hmac'))) as CryptoKey | undefined;
    if (!known) await done(keys.put(made, 'hmac'));
    return known ?? made;
  });
  return { database, key };
}

function scores(database: IDBDatabase): IDBObjectStore {
  return database.transaction('scores', 'readonly').objectStore('scores');
}

/** A tenth of the entries goes, the oldest first. */
function thin(database: IDBDatabase): Promise<number> {
  return write(database, 'scores', async (all) => drop(all, null, Math.ceil((await done(all.count())) / 10)));
}

/** Done when it is on the disk: that there is no room left is not said earlier. */
async function write<T>(
  database: IDBDatabase,
  name: 'scores' | 'key',
  work: (store: IDBObjectStore) => Promise<T>,
): Promise<T> {
  const transaction = database.transaction(name, 'readwrite');
  const written = new Promise<void>((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error);
  });
  const [result] = await Promise.all([work(transaction.objectStore(name)), written]);
  return result;
}

/** Takes away entries of these times, the oldest first, and no more than so many. Gives how many it were. */
function drop(all: IDBObjectStore, times: IDBKeyRange | null, most: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const request = all.index('at').openCursor(times);
    let dropped = 0;
    request.onerror = () => reject(request.error);
    request.onsuccess = () => {
      const cursor = request.result;
      if (!cursor || dropped >= most) return resolve(dropped);
      cursor.delete();
      dropped++;
      cursor.continue();
    };
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

/** Null instead of any failure, whether it comes at once or later. */
async function refusing<T>(work: () => Promise<T>): Promise<T | null> {
  try {
    return await work();
  } catch {
    return null;
  }
}

const LATE = Symbol('late');

async function within<T>(ms: number, work: Promise<T>): Promise<T | typeof LATE> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<typeof LATE>((resolve) => {
    timer = setTimeout(() => resolve(LATE), ms);
  });
  const first = await Promise.race([work, late]);
  clearTimeout(timer);
  return first;
}
