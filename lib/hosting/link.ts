import { type Browser, browser } from 'wxt/browser';
import { type HostAnswer, type HostRequest, PORT_HOST, parse, schemas } from '../protocol/messages.ts';
import { startWorker } from './worker.ts';

/** The background's line to the engine's host, wherever it lives. Opened by the first request. */
export interface HostLink {
  post(request: HostRequest): void;
}

export interface LinkListeners {
  onAnswer: (answer: HostAnswer) => void;
  /** The host is gone, and with it what was waiting there. The next request starts a new one. */
  onLost: () => void;
}

/** Chrome and Edge have offscreen documents, which outlive the service worker; Firefox keeps its event page. */
export function createHostLink(listeners: LinkListeners): HostLink {
  return 'offscreen' in browser ? new OffscreenLink(listeners) : new WorkerLink(listeners);
}

const OFFSCREEN_PAGE = '/offscreen.html';

class OffscreenLink implements HostLink {
  readonly #listeners: LinkListeners;
  #port: Promise<Browser.runtime.Port> | null = null;

  constructor(listeners: LinkListeners) {
    this.#listeners = listeners;
  }

  post(request: HostRequest): void {
    this.#port ??= this.#connect();
    this.#port.then(
      (port) => port.postMessage(request),
      () => this.#lose(),
    );
  }

  async #connect(): Promise<Browser.runtime.Port> {
    await openOffscreenDocument();
    const port = browser.runtime.connect({ name: PORT_HOST });
    port.onMessage.addListener((message: unknown) => {
      const answer = parse(schemas.hostAnswer, message);
      if (answer) this.#listeners.onAnswer(answer);
    });
    port.onDisconnect.addListener(() => this.#lose());
    return port;
  }

  #lose(): void {
    this.#port = null;
    this.#listeners.onLost();
  }
}

async function openOffscreenDocument(): Promise<void> {
  const contexts = await chrome.runtime.getContexts({
    contextTypes: [chrome.runtime.ContextType.OFFSCREEN_DOCUMENT],
  });
  if (contexts.length > 0) return;
  await chrome.offscreen.createDocument({
    url: OFFSCREEN_PAGE,
    reasons: [chrome.offscreen.Reason.WORKERS],
    justification: 'Runs the detector in a worker, on this machine, so that no text has to leave it.',
  });
}

class WorkerLink implements HostLink {
  readonly #listeners: LinkListeners;
  #worker: ReturnType<typeof startWorker> | null = null;

  constructor(listeners: LinkListeners) {
    this.#listeners = listeners;
  }

  post(request: HostRequest): void {
    this.#worker ??= this.#start();
    this.#worker.post(request);
  }

  #start(): ReturnType<typeof startWorker> {
    const worker = startWorker(() => {
      worker.terminate();
      this.#worker = null;
      this.#listeners.onLost();
    });
    worker.onAnswer(this.#listeners.onAnswer);
    return worker;
  }
}
