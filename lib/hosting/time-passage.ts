import type { Detector } from '../detector/detector.ts';

// About 128 tokens, the length of a common paragraph.
const TEXT = `The library opens at nine on weekdays and at ten on Saturdays. Its reading room looks out on the canal, and in
winter the lamps are lit by four. Most people come for the newspapers, some for the warmth, and a few for the large table by
the window, where maps may be unrolled. The oldest of them shows the harbour before it was filled in. Children are welcome on
the upper floor, where nobody minds a little noise. On the last Thursday of the month the staff read aloud from letters that
were never claimed at the post office, and there is tea afterwards for whoever wishes to stay.`;
const RUNS = 7;

/** Milliseconds that the encoder needs for a passage of about 128 tokens on this machine: the median of a few runs. */
export async function timePassage(engine: Detector): Promise<number> {
  const prepared = engine.prepare(TEXT);
  const times: number[] = [];
  for (let run = 0; run < RUNS; run++) {
    const began = performance.now();
    await engine.readDeeply(prepared);
    times.push(performance.now() - began);
  }
  times.sort((a, b) => a - b);
  return times[Math.floor(RUNS / 2)] ?? Number.NaN;
}
