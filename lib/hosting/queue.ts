import type { Prepared } from '../detector/engine.ts';
import type { Sensitivity } from '../detector/verdict.ts';

/** A passage that waits for the encoder. */
export interface Job {
  client: string;
  id: string;
  text: string;
  /** See `Rank`: lower is served first. */
  rank: number;
  language: string | null;
  sensitivity: Sensitivity;
  /** Days for which its score may be remembered; 0 for not at all. */
  memoryDays: number;
  prepared: Prepared;
  /** What the encoder found in it on another day, per sentence. */
  remembered: () => Promise<number[] | null>;
}

/**
 * What waits for the encoder: the lowest rank first, within a rank the client that was served longest ago, so
 * that several tabs share fairly, and within a client in the order of asking.
 */
export class Queue {
  readonly #jobs = new Map<string, Map<string, Job>>();
  /** Clients in the order in which they were last served. */
  #turns: string[] = [];

  get size(): number {
    let size = 0;
    for (const jobs of this.#jobs.values()) size += jobs.size;
    return size;
  }

  add(job: Job): void {
    let jobs = this.#jobs.get(job.client);
    if (!jobs) {
      jobs = new Map();
      this.#jobs.set(job.client, jobs);
      this.#turns.push(job.client);
    }
    jobs.set(job.id, job);
  }

  rerank(client: string, ids: readonly string[], rank: number): void {
    for (const id of ids) {
      const job = this.#jobs.get(client)?.get(id);
      if (job) job.rank = rank;
    }
  }

  /** Forgets a client's jobs: these, or all of them where `ids` is null. */
  cancel(client: string, ids: readonly string[] | null): void {
    if (ids === null) {
      this.#jobs.delete(client);
      this.#turns = this.#turns.filter((other) => other !== client);
      return;
    }
    for (const id of ids) this.#jobs.get(client)?.delete(id);
  }

  has(client: string, id: string): boolean {
    return this.#jobs.get(client)?.has(id) ?? false;
  }

  /** How many jobs of a client wait. */
  sizeOf(client: string): number {
    return this.#jobs.get(client)?.size ?? 0;
  }

  /** Takes out the job whose turn it is; null where none is before this rank. */
  next(before: number = Number.POSITIVE_INFINITY): Job | null {
    let best: Job | null = null;
    for (const client of this.#turns) {
      for (const job of this.#jobs.get(client)?.values() ?? []) {
        if (!best || job.rank < best.rank) best = job;
      }
    }
    if (!best || best.rank >= before) return null;
    const { client, id } = best;
    this.#jobs.get(client)?.delete(id);
    this.#turns = [...this.#turns.filter((other) => other !== client), client];
    return best;
  }
}
