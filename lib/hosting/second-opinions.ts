import type { Sensitivity } from '../detector/verdict.ts';
import type { SecondOpinion, SecondQuestion } from '../protocol/messages.ts';

// Second opinions come from a worker of their own: a model of half a gigabyte neither holds up the one that judges pages,
// nor stays in memory when nobody asks it any more.

/** What the second worker is asked. One model and one number of threads in its whole life. */
export interface OpinionRequest {
  model: string;
  threads: number;
  sensitivity: Sensitivity;
  question: SecondQuestion;
}

/** The part of a worker that is needed here. */
export interface OpinionWorker {
  postMessage(request: OpinionRequest): void;
  onmessage: ((event: MessageEvent<SecondOpinion>) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
  terminate(): void;
}

export interface SecondOpinionsOptions {
  start: () => OpinionWorker;
  post: (client: string, id: string, opinion: SecondOpinion) => void;
  /** Without a question for so long, the model's memory goes back to the system. */
  idleMs: number;
}

interface Waiting {
  client: string;
  request: OpinionRequest;
}

/** A reader asks about one passage at a time; who has many tabs wait has no reader behind them. */
const MOST_WAITING = 20;
const TOO_MANY = 'Too many passages wait for a second opinion. Try again in a moment.';
const CRASHED = 'The second model has ended unexpectedly; it may be too large for this machine.';

/** Asks the second model, one passage after the other. */
export class SecondOpinions {
  readonly #options: SecondOpinionsOptions;
  #waiting: Waiting[] = [];
  #asked: Waiting | null = null;
  #worker: OpinionWorker | null = null;
  /** The model and the threads that the worker has. */
  #isFor = '';
  #idleTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: SecondOpinionsOptions) {
    this.#options = options;
  }

  get isBusy(): boolean {
    return this.#asked !== null;
  }

  /** A client's later question takes the place of one that still waits. */
  ask(client: string, request: OpinionRequest): void {
    this.#waiting = this.#waiting.filter((other) => other.client !== client);
    if (this.#waiting.length < MOST_WAITING) this.#waiting.push({ client, request });
    else this.#options.post(client, request.question.id, { phase: 'failed', reason: TOO_MANY });
    if (!this.#asked) this.#askNext();
  }

  /** Nobody there wants to know any more. One passage is read to its end; each of its sentences would take too long. */
  leave(client: string): void {
    this.#waiting = this.#waiting.filter((other) => other.client !== client);
    if (this.#asked?.client !== client || !this.#asked.request.question.withSentences) return;
    this.#end();
    this.#asked = null;
    this.#askNext();
  }

  #askNext(): void {
    clearTimeout(this.#idleTimer);
    const next = this.#waiting.shift();
    if (!next) {
      this.#idleTimer = setTimeout(() => this.#end(), this.#options.idleMs);
      return;
    }
    this.#asked = next;
    this.#workerFor(next.request).postMessage(next.request);
  }

  #workerFor({ model, threads }: OpinionRequest): OpinionWorker {
    const isFor = `${model} ${threads}`;
    if (this.#worker && this.#isFor === isFor) return this.#worker;
    this.#end();
    const worker = this.#options.start();
    worker.onmessage = ({ data }) => this.#heard(data);
    worker.onerror = () => {
      this.#end();
      this.#heard({ phase: 'failed', reason: CRASHED });
    };
    this.#worker = worker;
    this.#isFor = isFor;
    return worker;
  }

  #heard(opinion: SecondOpinion): void {
    if (!this.#asked) return;
    this.#options.post(this.#asked.client, this.#asked.request.question.id, opinion);
    if (opinion.phase === 'loading' || opinion.phase === 'reading') return;
    this.#asked = null;
    this.#askNext();
  }

  #end(): void {
    this.#worker?.terminate();
    this.#worker = null;
  }
}
