import { type Browser, browser } from 'wxt/browser';
import type { Score, Verdict } from '../detector/verdict.ts';
import {
  MAX_BATCH,
  type PageAnswer,
  type PageRequest,
  type PassageToScore,
  PORT_PAGE,
  parse,
  schemas,
} from '../protocol/messages.ts';

type PoolRequest = Extract<PageRequest, { type: 'pool' }>;

export interface ClientListeners {
  onAnswer: (answer: PageAnswer) => void;
  /** The engine cannot be reached, and trying again has not helped. */
  onLost: () => void;
}

// A background that goes away this often without answering once will not come back by itself.
const MAX_RECONNECTS = 5;

// A service worker that ends at the wrong moment leaves a port that nobody hears and nobody closes. Asking again costs
// little: what is known is answered at once. Each time it waits twice as long, for machines on which loading takes long.
const SILENCE_MS = 8000;

/**
 * A page's line to the engine, the same in every browser. Keeps what has not been answered: when the background
 * ends, as service workers do at any time, it connects anew and asks again.
 */
export class EngineClient {
  readonly #listeners: ClientListeners;
  readonly #signal: AbortSignal;
  readonly #waiting = new Map<string, PassageToScore>();
  readonly #pooling = new Map<string, PoolRequest>();
  #port: Browser.runtime.Port | null = null;
  #reconnects = 0;
  #likely: number | null = null;
  #silence: ReturnType<typeof setTimeout> | undefined;
  #isPaused = false;

  /** @param signal ends the line and cancels what waits */
  constructor(listeners: ClientListeners, signal: AbortSignal) {
    this.#listeners = listeners;
    this.#signal = signal;
    signal.addEventListener('abort', () => {
      clearTimeout(this.#silence);
      this.#waiting.clear();
      this.#pooling.clear();
      if (!isOrphan()) this.#port?.disconnect();
      this.#port = null;
    });
  }

  score(passages: readonly PassageToScore[]): void {
    for (const passage of passages) this.#waiting.set(passage.id, passage);
    if (!this.#isPaused) this.#sendBatches(passages);
  }

  /** Passages that have come into view, or left it. */
  rerank(ids: readonly string[], rank: PassageToScore['rank']): void {
    const moved = ids.filter((id) => {
      const passage = this.#waiting.get(id);
      if (!passage || passage.rank === rank) return false;
      passage.rank = rank;
      return true;
    });
    if (this.#isPaused) return;
    for (const batch of batches(moved)) this.#send({ type: 'rerank', ids: batch, rank });
  }

  /** @param ids null for everything that waits */
  cancel(ids: readonly string[] | null): void {
    if (ids === null) {
      this.#waiting.clear();
      this.#send({ type: 'cancel', ids });
      return;
    }
    const waiting = ids.filter((id) => this.#waiting.delete(id));
    for (const batch of batches(waiting)) this.#send({ type: 'cancel', ids: batch });
  }

  /** Nobody looks at the page: what waits is kept here, and asked for again by `resume`. */
  pause(): void {
    if (this.#isPaused) return;
    this.#isPaused = true;
    clearTimeout(this.#silence);
    if (this.#waiting.size > 0) this.#send({ type: 'cancel', ids: null });
  }

  resume(): void {
    if (!this.#isPaused) return;
    this.#isPaused = false;
    this.#askAgain();
  }

  /** Asks for the verdict of an author unit; a later request for the same unit replaces an earlier one. */
  pool(unit: string, scores: PoolRequest['scores']): void {
    const request: PoolRequest = { type: 'pool', unit, scores };
    this.#pooling.set(unit, request);
    if (!this.#isPaused) this.#send(request);
  }

  /** How many passages of this document are `likely-ai`, for the toolbar badge. */
  tally(likely: number): void {
    if (likely === this.#likely) return;
    this.#likely = likely;
    this.#send({ type: 'tally', likely });
  }

  #sendBatches(passages: readonly PassageToScore[]): void {
    for (const batch of batches(passages)) this.#send({ type: 'score', passages: batch });
  }

  #send(request: PageRequest): void {
    if (this.#signal.aborted || isOrphan()) return;
    try {
      this.#port ??= this.#connect();
      this.#port.postMessage(request);
    } catch {
      // The extension's process is ending at this very moment. Silence brings the next try.
      this.#port = null;
    }
    this.#listen();
  }

  /** Waits for an answer, and takes the line for dead when none comes. */
  #listen(): void {
    clearTimeout(this.#silence);
    if (this.#isPaused || this.#signal.aborted || this.#waiting.size + this.#pooling.size === 0) return;
    this.#silence = setTimeout(
      () => {
        if (!isOrphan()) this.#port?.disconnect();
        this.#reconnect();
      },
      SILENCE_MS * 2 ** this.#reconnects,
    );
  }

  #connect(): Browser.runtime.Port {
    const port = browser.runtime.connect({ name: PORT_PAGE });
    port.onMessage.addListener((message: unknown) => {
      const answer = parse(schemas.pageAnswer, message);
      if (!answer) return;
      this.#settle(answer);
      this.#listen();
      this.#listeners.onAnswer(answer);
    });
    port.onDisconnect.addListener(() => this.#port === port && this.#reconnect());
    return port;
  }

  #settle(answer: PageAnswer): void {
    if (answer.type === 'scores') {
      this.#reconnects = 0;
      for (const { id, final } of answer.results) if (final) this.#waiting.delete(id);
    }
    if (answer.type === 'pooled') this.#pooling.delete(answer.unit);
    if (answer.type === 'refused') for (const id of answer.ids) this.#waiting.delete(id);
  }

  #reconnect(): void {
    this.#port = null;
    if (this.#isPaused || this.#signal.aborted || isOrphan()) return;
    if (this.#waiting.size + this.#pooling.size === 0) return;
    this.#reconnects++;
    if (this.#reconnects > MAX_RECONNECTS) {
      this.#waiting.clear();
      this.#pooling.clear();
      this.#listeners.onLost();
      return;
    }
    this.#askAgain();
  }

  #askAgain(): void {
    this.#sendBatches([...this.#waiting.values()]);
    for (const request of this.#pooling.values()) this.#send(request);
  }
}

/**
 * A content script outlives its extension when that is updated or its process crashes: then there is nobody to ask, and
 * the next check brings a new script.
 */
export const isOrphan = (): boolean => browser.runtime?.id === undefined;

const OF_ANOTHER_KIND: readonly Verdict[] = ['not-prose', 'unsupported-language'];

/** What pooling takes of some passages' scores: those of texts as the model knows them, however short. */
export function poolable(passages: readonly { score: Score | null }[]): PoolRequest['scores'] {
  return passages.flatMap(({ score }) =>
    score && score.logit !== null && !OF_ANOTHER_KIND.includes(score.verdict)
      ? [{ logit: score.logit, tokens: score.tokens, depth: score.depth }]
      : [],
  );
}

function* batches<T>(items: readonly T[]): Generator<T[]> {
  for (let at = 0; at < items.length; at += MAX_BATCH) yield items.slice(at, at + MAX_BATCH);
}
