import type { Detector } from '../detector/detector.ts';
import type { Encoder } from '../detector/encoder.ts';
import { nextTask } from '../next-task.ts';

// About 128 tokens, the length of a common paragraph.
const TEXT = `The library opens at nine on weekdays and at ten on Saturdays. Its reading room looks out on the canal, and in
winter the lamps are lit by four. Most people come for the newspapers, some for the warmth, and a few for the large table by
the window, where maps may be unrolled. The oldest of them shows the harbour before it was filled in. Children are welcome on
the upper floor, where nobody minds a little noise. On the last Thursday of the month the staff read aloud from letters that
were never claimed at the post office, and there is tea afterwards for whoever wishes to stay.`;
const MOST_RUNS = 10;
/** One thread, several threads and a graphics card: two seconds in all, on most machines far less. */
const LIMIT_MS = 600;

/** Milliseconds that a model needs for a passage of about 128 tokens on this machine: the median of a few runs. */
export function timePassage(engine: Detector): Promise<number> {
  const prepared = engine.prepare(TEXT);
  return timeRuns(() => engine.readDeeply(prepared));
}

/**
 * The same for an encoder by itself: its time does not depend on the words.
 * @param threads passages that are read at a time; the time is that of each of them
 * @throws where the signal is aborted
 */
export async function timeEncoder(encoder: Encoder, threads: number, signal?: AbortSignal): Promise<number> {
  const ids = Int32Array.from({ length: 128 }, (_, i) => 2000 + i);
  const together = await timeRuns(
    () => Promise.all(Array.from({ length: threads }, () => encoder.run(ids))),
    signal,
  );
  return together / threads;
}

async function timeRuns(run: () => Promise<unknown>, signal?: AbortSignal): Promise<number> {
  await run(); // the first of its length costs more
  const times: number[] = [];
  const ends = performance.now() + LIMIT_MS;
  do {
    signal?.throwIfAborted();
    // Waiting messages come in here: a check that begins ends the measurement.
    await nextTask();
    const began = performance.now();
    await run();
    times.push(performance.now() - began);
  } while (times.length < MOST_RUNS && performance.now() < ends);
  times.sort((a, b) => a - b);
  return times[Math.floor(times.length / 2)] ?? Number.NaN;
}
