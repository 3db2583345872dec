import type { Chromium } from './chromium.ts';

// Processes of the browser that the driver does not show: the engine's document and its worker.

export interface TargetInfo {
  targetId: string;
  type: string;
  url: string;
}

type Listener = (params: never) => void;

/** What speaks the browser's protocol: the browser itself, or something in it. */
interface Line {
  ask(method: string, params?: object): Promise<unknown>;
  on(event: string, listener: Listener): void;
}

interface Remote {
  result?: { objectId?: string; value?: unknown };
  objects?: { objectId: string };
}

interface Evaluated {
  result: { value: unknown };
  exceptionDetails?: { text: string; exception?: { description?: string } };
}

/** A page, a document or a worker. What has ended answers `undefined`. */
export class Target implements Line {
  readonly #outer: Line;
  readonly #sessionId: string;
  readonly #answers = new Map<number, (result: unknown) => void>();
  readonly #listeners = new Map<string, Listener>();
  #asked = 0;

  constructor(outer: Line, sessionId: string) {
    this.#outer = outer;
    this.#sessionId = sessionId;
    outer.on('Target.receivedMessageFromTarget', (event: { sessionId: string; message: string }) => {
      if (event.sessionId === sessionId) this.#hear(JSON.parse(event.message));
    });
    outer.on('Target.detachedFromTarget', (event: { sessionId: string }) => {
      if (event.sessionId !== sessionId) return;
      for (const answer of this.#answers.values()) answer(undefined);
      this.#answers.clear();
    });
  }

  ask(method: string, params: object = {}): Promise<unknown> {
    const id = ++this.#asked;
    const message = JSON.stringify({ id, method, params });
    return new Promise((resolve, reject) => {
      this.#answers.set(id, resolve);
      this.#outer.ask('Target.sendMessageToTarget', { sessionId: this.#sessionId, message }).catch(reject);
    });
  }

  on(event: string, listener: Listener): void {
    this.#listeners.set(event, listener);
  }

  /** The value of an expression in it. */
  async evaluate(expression: string): Promise<unknown> {
    const answer = await this.ask('Runtime.evaluate', { expression, returnByValue: true });
    const { result, exceptionDetails } = (answer ?? { result: {} }) as Evaluated;
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result.value;
  }

  /** Its heap in bytes, after a collection. */
  async heap(): Promise<number> {
    await this.ask('HeapProfiler.enable');
    await this.ask('HeapProfiler.collectGarbage');
    const { usedSize } = (await this.ask('Runtime.getHeapUsage')) as { usedSize: number };
    return usedSize;
  }

  /** Its WASM memory in bytes. */
  async wasmMemory(): Promise<number> {
    const ask = this.ask.bind(this) as (method: string, params: object) => Promise<Remote>;
    const { result: prototype } = await ask('Runtime.evaluate', {
      expression: 'WebAssembly.Memory.prototype',
    });
    const { objects } = await ask('Runtime.queryObjects', { prototypeObjectId: prototype?.objectId });
    const { result } = await ask('Runtime.callFunctionOn', {
      objectId: objects?.objectId,
      functionDeclaration:
        'function () { return this.reduce((sum, { buffer }) => sum + buffer.byteLength, 0); }',
      returnByValue: true,
    });
    return Number(result?.value);
  }

  /** The worker of a document; waits until it has one. */
  async worker(): Promise<Target> {
    const attached = new Promise<string>((resolve) => {
      // Service workers of the same origin are told of as well.
      this.on('Target.attachedToTarget', (event: { sessionId: string; targetInfo: TargetInfo }) => {
        if (event.targetInfo.type === 'worker') resolve(event.sessionId);
      });
    });
    await this.ask('Target.setAutoAttach', {
      autoAttach: true,
      waitForDebuggerOnStart: false,
      flatten: false,
    });
    return new Target(this, await attached);
  }

  async detach(): Promise<void> {
    await this.#outer.ask('Target.detachFromTarget', { sessionId: this.#sessionId });
  }

  #hear(said: { id?: number; result?: unknown; method?: string; params?: never }): void {
    if (said.method) this.#listeners.get(said.method)?.(said.params as never);
    if (said.id === undefined) return;
    this.#answers.get(said.id)?.(said.result);
    this.#answers.delete(said.id);
  }
}

/** Everything that runs in the browser; tabs are left out, each stands there once more as its page. */
export async function targets({ session }: Chromium): Promise<TargetInfo[]> {
  const { targetInfos } = await session.send('Target.getTargets', { filter: [{}] });
  return targetInfos.filter(({ type }) => type !== 'tab');
}

export const isEngineDocument = ({ url }: TargetInfo): boolean => url.endsWith('/offscreen.html');

export async function attach({ session }: Chromium, { targetId }: TargetInfo): Promise<Target> {
  // Flat sessions are the driver's own.
  const { sessionId } = await session.send('Target.attachToTarget', { targetId, flatten: false });
  const browser: Line = {
    ask: (method, params) => session.send(method as 'Target.getTargets', params),
    on: (event, listener) => void session.on(event as 'Target.targetCreated', listener as () => void),
  };
  return new Target(browser, sessionId);
}

/** The document of the engine; waits until it is there. */
export async function engineDocument(chromium: Chromium): Promise<Target> {
  for (;;) {
    const found = (await targets(chromium)).find(isEngineDocument);
    if (found) return attach(chromium, found);
  }
}
