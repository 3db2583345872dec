import { browser } from 'wxt/browser';
import type { LibraryAnswer, LibraryEnd, LibraryRequest } from './library-messages.ts';

// The options page's line to its worker, in which models are fetched, looked through and copied: only a worker can write
// a file so that what has arrived outlives a crash, and hashing would be felt in the page. When the page is closed the
// worker ends with it; what was downloaded stays and is gone on with later.

export interface Library {
  /** One request at a time; `stop` ends the one that runs. */
  ask(request: LibraryRequest, onProgress: (bytes: number) => void): Promise<LibraryEnd>;
  stop(): void;
}

/** The worker is started by the first request, and again after a crash. */
export function createLibrary(): Library {
  let worker: Worker | null = null;
  const post = (request: LibraryRequest): void => worker?.postMessage(request);
  return {
    ask: (request, onProgress) =>
      new Promise((resolve) => {
        const started = worker ?? new Worker(browser.runtime.getURL('/library.js'));
        worker = started;
        started.onmessage = ({ data }: MessageEvent<LibraryAnswer>) => {
          if (data.type === 'progress') onProgress(data.bytes);
          else resolve(data);
        };
        started.onerror = ({ message }) => {
          started.terminate();
          worker = null;
          resolve({ type: 'failed', failure: { kind: 'other', message } });
        };
        post(request);
      }),
    stop: () => post({ type: 'stop' }),
  };
}
