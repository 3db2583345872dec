import { parseManifest } from '../detector/manifest.ts';
import type { Speed } from '../protocol/messages.ts';
import { readBundled } from './open-model.ts';

// How fast each way of running the encoder was when it was measured. What one browser did with one model says nothing
// about the next version of either: then it is measured anew.

interface Measured {
  /** The browser's and the model's versions. */
  on: string;
  speeds: Speed[];
}

const DATABASE = 'telltale-speeds';
const STORE = 'measured';
const KEY = 'latest';

/** The latest measurement, in IndexedDB. Where the browser refuses one, it is forgotten. No method ever throws. */
export class SpeedMemory {
  /** What was measured on exactly this; null where nothing was. */
  async recall(on: string): Promise<Speed[] | null> {
    const measured = await use<Measured | undefined>('readonly', (store) => store.get(KEY));
    return measured?.on === on ? measured.speeds : null;
  }

  async keep(on: string, speeds: Speed[]): Promise<void> {
    await use('readwrite', (store) => store.put({ on, speeds } satisfies Measured, KEY));
  }
}

/** The versions of this browser and of the bundled model. In a worker of the extension. */
export async function versionsHere(): Promise<string> {
  const json = new TextDecoder().decode(await readBundled('model.json'));
  const { id, version } = parseManifest(JSON.parse(json));
  return `${navigator.userAgent} ${id} ${version}`;
}

async function use<T>(
  mode: IDBTransactionMode,
  ask: (store: IDBObjectStore) => IDBRequest,
): Promise<T | null> {
  try {
    const opening = indexedDB.open(DATABASE, 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore(STORE);
    const database = await done<IDBDatabase>(opening);
    try {
      return await done<T>(ask(database.transaction(STORE, mode).objectStore(STORE)));
    } finally {
      database.close();
    }
  } catch {
    return null;
  }
}

function done<T>(request: IDBRequest): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result as T);
    request.onerror = () => reject(request.error);
  });
}
