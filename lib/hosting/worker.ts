import { browser } from 'wxt/browser';
import { HOST_IDLE, type HostAnswer, type HostRequest, parse, schemas } from '../protocol/messages.ts';

export interface EngineWorker {
  post(request: HostRequest): void;
  /** @returns the function that unsubscribes */
  onAnswer(listener: (answer: HostAnswer) => void): () => void;
  terminate(): void;
}

/**
 * Starts the engine's worker. It loads the model with the first request.
 * @param onEnd called when the worker has crashed or wishes to be ended: terminate it, or the document it is in
 */
export function startWorker(onEnd: () => void): EngineWorker {
  const worker = new Worker(browser.runtime.getURL('/engine.js'));
  const listeners = new Set<(answer: HostAnswer) => void>();
  worker.addEventListener('error', onEnd);
  worker.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    if (data === HOST_IDLE) return onEnd();
    const answer = parse(schemas.hostAnswer, data);
    if (answer) for (const listener of listeners) listener(answer);
  });
  return {
    post: (request) => worker.postMessage(request),
    onAnswer(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    terminate: () => worker.terminate(),
  };
}
