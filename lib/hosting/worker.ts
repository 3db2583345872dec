import { browser } from 'wxt/browser';
import { HOST_IDLE, type HostAnswer, type HostRequest, parse, schemas } from '../protocol/messages.ts';

/** A worker whose process was short of memory may end without a word. No work of ours keeps it busy for half as long. */
const SILENCE_MS = 10_000;

/** Requests that are answered at once, before anything is loaded. */
const ANSWERED: readonly HostRequest['request']['type'][] = ['score', 'warm'];

export interface EngineWorker {
  post(request: HostRequest): void;
  /** @returns the function that unsubscribes */
  onAnswer(listener: (answer: HostAnswer) => void): () => void;
  terminate(): void;
}

/**
 * Starts the engine's worker. It loads the model with the first request.
 * @param onEnd called when the worker has crashed, is silent or wishes to be ended: terminate it, or the document it is in
 */
export function startWorker(onEnd: () => void): EngineWorker {
  const worker = new Worker(browser.runtime.getURL('/engine.js'));
  const listeners = new Set<(answer: HostAnswer) => void>();
  let silence: ReturnType<typeof setTimeout> | undefined;
  worker.addEventListener('error', onEnd);
  worker.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    clearTimeout(silence);
    silence = undefined;
    if (data === HOST_IDLE) return onEnd();
    const answer = parse(schemas.hostAnswer, data);
    if (answer) for (const listener of listeners) listener(answer);
  });
  return {
    post(request) {
      worker.postMessage(request);
      if (ANSWERED.includes(request.request.type)) silence ??= setTimeout(onEnd, SILENCE_MS);
    },
    onAnswer(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    terminate() {
      clearTimeout(silence);
      worker.terminate();
    },
  };
}
