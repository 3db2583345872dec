import { nextTask } from '../next-task.ts';

/** One slice of work; longer ones would be seen in scrolling, where a frame lasts 16 ms. */
const SLICE_MS = 8;

/** A hidden or busy page has no idle time; work goes on after this all the same. */
const LATEST_MS = 200;

export interface SliceOptions {
  signal: AbortSignal;
  /** When the page has nothing else to do; or as soon as it has drawn itself, for a reader who is waiting. */
  when: 'idle' | 'soon';
  /** Called before each pause. */
  beforePause?(): void;
}

/** Runs work that can stop anywhere, slice by slice. Gives the time that the work itself took, in ms. */
export async function inSlices(work: Iterator<unknown>, options: SliceOptions): Promise<number> {
  let spent = 0;
  let began = performance.now();
  while (!work.next().done) {
    const now = performance.now();
    if (now - began < SLICE_MS) continue;
    options.beforePause?.();
    spent += performance.now() - began;
    await (options.when === 'idle' ? idle() : nextTask());
    if (options.signal.aborted) return spent;
    began = performance.now();
  }
  return spent + performance.now() - began;
}

const idle = (): Promise<void> =>
  new Promise((resolve) => requestIdleCallback(() => resolve(), { timeout: LATEST_MS }));
