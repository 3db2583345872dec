import type { Detector } from '../detector/detector.ts';
import type { Prepared } from '../detector/engine.ts';
import { once } from '../detector/once.ts';
import type { Score } from '../detector/verdict.ts';
import { messageOf } from '../message-of.ts';
import { BUNDLED_MODEL } from '../models/bundled.ts';
import { nextTask } from '../next-task.ts';
import {
  ASLEEP,
  type Backend,
  type EngineStatus,
  type HostAnswer,
  type HostRequest,
  OUT_OF_MEMORY,
  type PageAnswer,
  type PageRequest,
  type PassageToScore,
  Rank,
  type SecondOpinion,
  type SecondQuestion,
  type Speed,
} from '../protocol/messages.ts';
import type { Backends } from './backends.ts';
import { Memo } from './memo.ts';
import { isOutOfMemory } from './out-of-memory.ts';
import { type Job, Queue } from './queue.ts';
import type { ScoreMemory } from './score-memory.ts';
import type { SecondOpinions, SecondOpinionsOptions } from './second-opinions.ts';
import { timePassage } from './time-passage.ts';

/** What the reader has chosen of the engine. */
export interface Choice {
  /** 0 leaves it to the machine. */
  threads: number;
  model: string;
  backend: Backend;
}

/** What a detector runs on. */
export interface Where {
  backend: 'wasm' | 'webgpu';
  threads: number;
}

/** A detector that is ready. */
export interface Opened extends Where {
  engine: Detector;
  /** Passages it may be given at a time. One more than it reads at a time: the next is then at hand. */
  atOnce: number;
  /** What this model's scores are remembered under; its id and version where it is left out. */
  key?: string;
  /** Why this is not the model that was chosen, ready to be shown. */
  notice?: string;
}

export interface HostOptions {
  /** @param moved told when the detector goes on elsewhere */
  open: (choice: Choice, moved: (where: Where) => void) => Promise<Opened>;
  post: (answer: HostAnswer) => void;
  /** Called after `idleMs` without work: the place to give the memory back. */
  onIdle: () => void;
  idleMs: number;
  /** Scores of other days; without one, nothing is remembered but by this process. */
  memory?: ScoreMemory;
  /** What measures the ways of running the bundled model; without it, what is open is timed. */
  backends?: Pick<Backends, 'measure' | 'speeds' | 'whenQuiet'>;
  /** Makes the keeper of the second model; without one, nobody is asked. */
  second?: (post: SecondOpinionsOptions['post']) => SecondOpinions;
}

// First answers are sent in slices of this time, so that the first ones arrive while the rest is still read.
const SLICE_MS = 8;
// Texts remembered with their scores: the same text in two places, or again after a reload, is scored once.
const MEMO_CHARS = 4_000_000;

// A page has 3,000 passages at most (lib/reading/changes.ts); who sends more is no page of ours.
const MOST_WAITING = 6000;
const TOO_MANY = 'This page has asked for more passages than any page can have.';
const NO_SECOND = 'No model is chosen for second opinions. Choose one in the options.';
const ATTEMPTS = 2;
// A reader who scrolls on asks again within this time.
const QUIET_MS = 3000;

/**
 * The engine's keeper: answers every passage at once from the wide part, then lets the encoder read them in the
 * order of their rank. Knows no browser API; runs in a worker and in tests.
 */
export class Host {
  readonly #options: HostOptions;
  readonly #queue = new Queue();
  /**
   * Clients that have asked and not left, with how many of their passages wait for their first answer. Who has left
   * is read for no more.
   */
  readonly #here = new Map<string, number>();
  readonly #memo = new Memo<Score>(MEMO_CHARS);
  #opened: Promise<Opened> | null = null;
  #status = ASLEEP;
  #choice: Choice = { threads: 0, model: BUNDLED_MODEL, backend: 'auto' };
  readonly #second: SecondOpinions | null;
  #speeds: Speed[] = [];
  /** Requests whose first answers are under way: the encoder waits for those. */
  #answering = 0;
  /** Loops that read at this moment. */
  #readers = 0;
  #idleTimer: ReturnType<typeof setTimeout> | undefined;
  #quietTimer: ReturnType<typeof setTimeout> | undefined;
  /** Aborted by the next work. */
  #quiet = new AbortController();

  constructor(options: HostOptions) {
    this.#options = options;
    this.#second =
      options.second?.((client, id, opinion) => {
        this.#answer(client, { type: 'second-opinion', id, opinion });
        this.#restIfIdle();
      }) ?? null;
    this.#restIfIdle();
  }

  /** Takes one message. Failures are answered, never thrown. */
  async handle(message: HostRequest): Promise<void> {
    const { client, sensitivity, memoryDays, request } = message;
    this.#boundMemory(message);
    const choice: Choice = {
      threads: message.threads ?? this.#choice.threads,
      model: message.model ?? this.#choice.model,
      backend: message.backend ?? this.#choice.backend,
    };
    if (!isSame(choice, this.#choice)) {
      // A runtime keeps the threads it began with, and the memory of every model it has opened: another needs another
      // worker.
      if (this.#opened) return this.#options.onIdle();
      this.#choice = choice;
    }
    switch (request.type) {
      case 'warm':
        this.#answer(client, { type: 'engine', status: this.#status });
        await this.#open()
          .then(({ engine }) => engine.warm())
          .catch(() => undefined); // Whoever asks for a score is told.
        return;
      case 'leave':
        this.#here.delete(client);
        this.#second?.leave(client);
        return this.#queue.cancel(client, null);
      case 'second-opinion':
        return this.#askSecond(message, request);
      case 'cancel':
        return this.#queue.cancel(client, request.ids);
      case 'rerank':
        return this.#queue.rerank(client, request.ids, request.rank);
      case 'score':
        return this.#score(client, { sensitivity, memoryDays }, request.passages);
      case 'pool':
        return this.#pool(client, sensitivity, request);
      case 'forget':
        this.#memo.clear();
        await this.#options.memory?.forget();
        return this.#report(client);
      case 'measure':
        await this.#measure().catch(() => undefined); // The report shows what is known.
        return this.#report(client);
      case 'describe':
        return this.#report(client);
      case 'tally':
        return; // The router's own.
    }
  }

  /** What the reader has set holds for everything that is remembered, whoever asks. */
  #boundMemory({ memoryEntries, keptDays }: HostRequest): void {
    if (memoryEntries !== undefined) this.#options.memory?.limit(memoryEntries);
    if (keptDays !== undefined) this.#options.memory?.keepFor(keptDays);
    if (keptDays === 0) this.#memo.clear();
  }

  #askSecond({ client, sensitivity, secondModel }: HostRequest, question: SecondQuestion): void {
    this.#stayAwake();
    if (this.#second && secondModel) {
      this.#second.ask(client, { model: secondModel, threads: this.#choice.threads, sensitivity, question });
      return;
    }
    const opinion: SecondOpinion = { phase: 'failed', reason: NO_SECOND };
    this.#answer(client, { type: 'second-opinion', id: question.id, opinion });
    this.#restIfIdle();
  }

  async #score(
    client: string,
    { sensitivity, memoryDays }: Pick<HostRequest, 'sensitivity' | 'memoryDays'>,
    passages: readonly PassageToScore[],
  ): Promise<void> {
    this.#stayAwake();
    this.#answer(client, { type: 'engine', status: this.#status });
    const refuse = (reason: string): void =>
      this.#answer(client, { type: 'refused', ids: passages.map(({ id }) => id), reason });
    const waiting = (this.#here.get(client) ?? 0) + passages.length;
    if (this.#queue.sizeOf(client) + waiting > MOST_WAITING) return refuse(TOO_MANY);
    this.#here.set(client, waiting);
    let opened: Opened;
    try {
      opened = await this.#open();
    } catch (error) {
      this.#restIfIdle();
      this.#here.delete(client);
      refuse(reasonOf(error));
      return this.#endIfStarved(error);
    }
    this.#answering++;
    try {
      await this.#answerFirst(opened, client, { sensitivity, memoryDays }, passages);
    } catch (error) {
      refuse(reasonOf(error));
    } finally {
      this.#answering--;
    }
    const still = this.#here.get(client);
    if (still !== undefined) this.#here.set(client, Math.max(0, still - passages.length));
    await this.#run(opened.atOnce);
  }

  /** Tells what is known and what the wide part says, and puts what the encoder is to read into the queue. */
  async #answerFirst(
    opened: Opened,
    client: string,
    { sensitivity, memoryDays }: Pick<HostRequest, 'sensitivity' | 'memoryDays'>,
    passages: readonly PassageToScore[],
  ): Promise<void> {
    let results: Extract<PageAnswer, { type: 'scores' }>['results'] = [];
    let sliceEnds = performance.now() + SLICE_MS;
    const send = (): void => {
      if (results.length > 0) this.#answer(client, { type: 'scores', results });
      results = [];
    };
    const unread: Prepared[] = [];
    const recalled = once(async () =>
      this.#options.memory?.recall(readerOf(opened, sensitivity), unread, memoryDays),
    );
    for (const { id, text, rank, language } of [...passages].sort((a, b) => a.rank - b.rank)) {
      if (!this.#here.has(client)) return;
      const known = memoryDays > 0 ? this.#memo.get(memoKey({ text, language, sensitivity })) : undefined;
      if (known) {
        results.push({ id, score: known, final: true });
        continue;
      }
      const prepared = opened.engine.prepare(text);
      const score = opened.engine.first(prepared, { sensitivity, language });
      const final =
        score !== null && (score.probability === null || opened.engine.isSettled(score, sensitivity));
      if (score) results.push({ id, score, final });
      if (!final) {
        const place = unread.push(prepared) - 1;
        const remembered = async (): Promise<number[] | null> => (await recalled())?.[place] ?? null;
        this.#queue.add({
          ...{ client, id, text, rank, language, sensitivity, memoryDays, prepared },
          remembered,
        });
      }
      if (performance.now() > sliceEnds) {
        send();
        await nextTask();
        sliceEnds = performance.now() + SLICE_MS;
      }
    }
    send();
  }

  /** Puts every thread of the encoder to work, as far as there are passages. */
  async #run(atOnce: number): Promise<void> {
    const readers: Promise<void>[] = [];
    for (let i = this.#readers; i < atOnce; i++) readers.push(this.#readOn());
    await Promise.all(readers);
    if (this.#readers === 0 && this.#answering === 0) this.#restIfIdle();
  }

  /** One passage after the other, with the door open for new messages in between. */
  async #readOn(): Promise<void> {
    this.#readers++;
    for (let job = this.#next(); job; job = this.#next()) {
      await this.#readFully(job);
      await nextTask();
    }
    this.#readers--;
  }

  /** Everybody's first answers come before anybody's reading, but for what a reader has selected. */
  #next(): Job | null {
    return this.#queue.next(this.#answering > 0 ? Rank.selection + 1 : undefined);
  }

  /** A failure may be the session's own, as after a lack of memory: then a new session gets a second try. */
  async #readFully(job: Job): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      try {
        const opened = await this.#open();
        const evidence = await job.remembered();
        const known = evidence && opened.engine.recall(job.prepared, evidence, job);
        const score = known ?? (await this.#read(opened, job));
        if (job.memoryDays > 0) this.#memo.set(memoKey(job), score);
        this.#answer(job.client, { type: 'scores', results: [{ id: job.id, score, final: true }] });
        return;
      } catch (error) {
        await this.#close();
        if (attempt < ATTEMPTS) continue;
        this.#answer(job.client, { type: 'refused', ids: [job.id], reason: reasonOf(error) });
        this.#endIfStarved(error);
        return;
      }
    }
  }

  async #read(opened: Opened, job: Job): Promise<Score> {
    const { engine } = opened;
    const score = await engine.full(job.prepared, job, () => this.#serveHurried(job.rank));
    const evidence = engine.evidenceOf(score);
    if (evidence)
      void this.#options.memory?.keep(
        readerOf(opened, job.sensitivity),
        job.prepared,
        evidence,
        job.memoryDays,
      );
    return score;
  }

  async #report(client: string): Promise<void> {
    const remembered = (await this.#options.memory?.count()) ?? 0;
    const opened = await this.#opened?.catch(() => null);
    const { id, version } = opened?.engine.manifest ?? {};
    const model = id && version ? { id, version } : null;
    const speeds = this.#speeds.length > 0 ? this.#speeds : ((await this.#options.backends?.speeds()) ?? []);
    this.#options.post({ client, answer: { type: 'report', remembered, model, speeds } });
  }

  async #measure(): Promise<void> {
    const { engine, backend, threads } = await this.#open();
    await engine.warm();
    if (await this.#options.backends?.measure()) return;
    this.#speeds = [{ backend, threads, passageMs: await timePassage(engine), unusable: null }];
  }

  /** In the middle of a long passage: who is in more of a hurry does not wait for its end. */
  async #serveHurried(rank: number): Promise<void> {
    await nextTask();
    for (let job = this.#queue.next(rank); job; job = this.#queue.next(rank)) await this.#readFully(job);
  }

  /** WASM memory never shrinks: it goes back to the system with its worker, and the next request begins in a new one. */
  #endIfStarved(error: unknown): void {
    if (isOutOfMemory(error)) this.#options.onIdle();
  }

  /** Gives up an engine that has failed; the next request opens another. */
  async #close(): Promise<void> {
    const opened = this.#opened;
    this.#opened = null;
    await opened?.then(({ engine }) => engine.release()).catch(() => undefined);
  }

  async #pool(
    client: string,
    sensitivity: HostRequest['sensitivity'],
    { unit, scores }: Extract<PageRequest, { type: 'pool' }>,
  ): Promise<void> {
    // Where there is no engine, the passages' own requests have been refused, and that is said once.
    const opened = await this.#open().catch(() => null);
    if (!opened) return;
    const { verdict, probability, tokens } = opened.engine.unit(scores, sensitivity);
    this.#answer(client, { type: 'pooled', unit, verdict, probability, tokens });
  }

  #open(): Promise<Opened> {
    if (!this.#opened) {
      this.#setStatus({ phase: 'loading', backend: null, threads: 0, failure: null });
      const moved = (where: Where): void => {
        if (this.#status.phase === 'ready') this.#setStatus({ ...this.#status, ...where });
      };
      this.#opened = this.#options.open(this.#choice, moved).then(
        (opened) => {
          const { backend, threads, notice } = opened;
          this.#setStatus({ phase: 'ready', backend, threads, failure: null, ...(notice && { notice }) });
          return opened;
        },
        (error) => {
          // The next request tries again: a failure may have been a moment's lack of memory.
          this.#opened = null;
          this.#setStatus({ phase: 'failed', backend: null, threads: 0, failure: reasonOf(error) });
          throw error;
        },
      );
    }
    return this.#opened;
  }

  #setStatus(status: EngineStatus): void {
    this.#status = status;
    this.#answer(null, { type: 'engine', status });
  }

  #answer(client: string | null, answer: PageAnswer): void {
    this.#options.post({ client, answer });
  }

  #stayAwake(): void {
    clearTimeout(this.#idleTimer);
    clearTimeout(this.#quietTimer);
    this.#quiet.abort();
  }

  #restIfIdle(): void {
    this.#stayAwake();
    this.#quiet = new AbortController();
    const { signal } = this.#quiet;
    this.#quietTimer = setTimeout(() => {
      if (this.#readers === 0 && !this.#second?.isBusy)
        void this.#options.backends?.whenQuiet(signal).catch(() => undefined);
    }, QUIET_MS);
    this.#idleTimer = setTimeout(() => {
      if (this.#readers === 0 && !this.#second?.isBusy) this.#options.onIdle();
    }, this.#options.idleMs);
  }
}

function isSame(a: Choice, b: Choice): boolean {
  return a.threads === b.threads && a.model === b.model && a.backend === b.backend;
}

/** Another version's scores are another's; and how far the encoder reads depends on the sensitivity. */
const readerOf = ({ engine, key }: Opened, sensitivity: HostRequest['sensitivity']): string =>
  `${key ?? `${engine.manifest.id} ${engine.manifest.version}`} ${sensitivity}`;

function memoKey(of: Pick<Job, 'text' | 'language' | 'sensitivity'>): string {
  return `${of.sensitivity} ${of.language ?? ''} ${of.text}`;
}

function reasonOf(error: unknown): string {
  if (isOutOfMemory(error)) return OUT_OF_MEMORY;
  return messageOf(error);
}
