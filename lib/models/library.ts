import { browser } from 'wxt/browser';
import type { RemoteModel, Survey } from './acquire.ts';
import type { PickedFile } from './pack.ts';
import { ModelRefusedError, type RefusalCode } from './refusal.ts';
import type { InstalledModel } from './store.ts';
import { type TransferCode, TransferError } from './transfer-error.ts';

// The options page's line to its worker, in which models are fetched, looked through and copied: only a worker can write
// a file so that what has arrived outlives a crash, and hashing would be felt in the page. When the page is closed the
// worker ends with it; what was downloaded stays and is gone on with later.

export type LibraryRequest =
  | { type: 'fetch'; model: RemoteModel }
  /** A folder's files, or one zip. */
  | { type: 'survey'; picked: PickedFile[] | File }
  /** Copies what the last survey looked through. */
  | { type: 'keep' }
  /** Pauses a download, or gives up a copy. */
  | { type: 'stop' };

export type LibraryAnswer =
  | { type: 'progress'; bytes: number }
  | { type: 'installed'; model: InstalledModel }
  | { type: 'surveyed'; survey: Survey }
  | { type: 'stopped' }
  | { type: 'failed'; failure: LibraryFailure };

/** An error as it travels out of the worker. */
export type LibraryFailure =
  | { kind: 'transfer'; code: TransferCode; values: readonly string[] }
  | { kind: 'refused'; code: RefusalCode; values: readonly string[] }
  | { kind: 'other'; message: string };

/** @returns what a page can say of an error */
export function failureOf(error: unknown): LibraryFailure {
  if (error instanceof TransferError) return { kind: 'transfer', code: error.code, values: error.values };
  if (error instanceof ModelRefusedError) return { kind: 'refused', code: error.code, values: error.values };
  return { kind: 'other', message: error instanceof Error ? error.message : String(error) };
}

export interface Library {
  /** One request at a time; a `stop` ends the one that runs. */
  ask(
    request: LibraryRequest,
    onProgress: (bytes: number) => void,
  ): Promise<Exclude<LibraryAnswer, { type: 'progress' }>>;
  stop(): void;
}

/** Starts the worker; it lives as long as the page. */
export function startLibrary(): Library {
  const worker = new Worker(browser.runtime.getURL('/library.js'));
  return {
    ask: (request, onProgress) =>
      new Promise((resolve) => {
        const done = new AbortController();
        const end = (answer: Exclude<LibraryAnswer, { type: 'progress' }>): void => {
          done.abort();
          resolve(answer);
        };
        const { signal } = done;
        worker.addEventListener(
          'message',
          ({ data }: MessageEvent<LibraryAnswer>) =>
            data.type === 'progress' ? onProgress(data.bytes) : end(data),
          { signal },
        );
        worker.addEventListener('error', (error) => end({ type: 'failed', failure: failureOf(error) }), {
          signal,
        });
        worker.postMessage(request);
      }),
    stop: () => worker.postMessage({ type: 'stop' } satisfies LibraryRequest),
  };
}
