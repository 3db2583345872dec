import type { Encoder, EncoderEvidence } from '../detector/encoder.ts';

// Several encoders side by side, each in a worker of its own: a page's passages are read as many at a time. Splitting
// one passage over threads instead makes them wait for each other some thirty times per passage.

/** What a reading worker is sent first, once; then passages, one at a time. */
export interface KernelWorkerStart {
  kernel: WebAssembly.Module;
  graph: Uint8Array<ArrayBuffer>;
}

/** See `Encoder.run`. */
export interface KernelWorkerPassage {
  ids: Int32Array;
  stopBelow: readonly number[] | undefined;
}

/** What it answers: null when it is ready, the evidence of a passage, or why there is none. */
export type KernelWorkerAnswer = EncoderEvidence | null | { failure: string };

const ENDED = 'A reader of the encoder has ended.';

/**
 * An encoder of `threads` workers; `run` may be called as often at a time, and waits beyond that.
 * @param open starts a worker of `entrypoints/kernel-worker.ts`
 * @param start its graph is handed over, and empty afterwards
 * @throws Error where a worker does not start, or refuses the file.
 */
export async function createKernelPool(
  threads: number,
  open: () => Worker,
  start: KernelWorkerStart,
): Promise<Encoder> {
  const readers = Array.from({ length: threads }, () => new Reader(open()));
  const release = async (): Promise<void> => {
    for (const reader of readers) reader.end();
  };
  try {
    // Copied for all but the last.
    const handedOver = (i: number): Transferable[] => (i === threads - 1 ? [start.graph.buffer] : []);
    await Promise.all(readers.map((reader, i) => reader.ask(start, handedOver(i))));
  } catch (error) {
    await release();
    throw error;
  }
  const idle = [...readers];
  const waiting: ((reader: Reader) => void)[] = [];
  return {
    async run(ids, stopBelow) {
      const reader = idle.pop() ?? (await new Promise<Reader>((resolve) => waiting.push(resolve)));
      try {
        const evidence = await reader.ask({ ids, stopBelow });
        if (!evidence) throw new Error('The encoder gave no evidence.');
        return evidence;
      } finally {
        const next = waiting.shift();
        if (next) next(reader);
        else idle.push(reader);
      }
    },
    release,
  };
}

/** One worker, asked one thing at a time. */
class Reader {
  readonly #worker: Worker;
  /** Refuses what was asked last. */
  #refuse: (error: Error) => void = () => undefined;
  #hasEnded = false;

  constructor(worker: Worker) {
    this.#worker = worker;
  }

  ask(
    message: KernelWorkerStart | KernelWorkerPassage,
    handedOver: Transferable[] = [],
  ): Promise<EncoderEvidence | null> {
    return new Promise((resolve, reject) => {
      if (this.#hasEnded) return reject(new Error(ENDED));
      this.#refuse = reject;
      this.#worker.onmessage = ({ data }: MessageEvent<KernelWorkerAnswer>) => {
        if (data && 'failure' in data) reject(new Error(data.failure));
        else resolve(data);
      };
      this.#worker.onerror = (event) => reject(new Error(event.message || ENDED));
      this.#worker.postMessage(message, handedOver);
    });
  }

  end(): void {
    this.#hasEnded = true;
    this.#worker.terminate();
    this.#refuse(new Error(ENDED));
  }
}
