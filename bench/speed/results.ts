import type { PageRun } from './page-run.ts';
import type { RuntimeRow } from './runtimes.ts';

/** What `npm run bench -- --json F` writes. */
export interface Results {
  machine: { cores: number; model: string };
  runs: number;
  coldFirstMarkMs: number;
  warmFirstMarkMs: number;
  killedFirstMarkMs: number;
  /** A page of 1,000 passages: until each has the wide part's answer. */
  thousandFirstScoresMs: number;
  /** Shares in [0, 1]. */
  encoderPassesSaved: number;
  encoderPassesSavedMixed: number;
  /** Time to the last mark of an article over the bare encoder's for all of its passages. */
  articleOverBareSession: number;
  /** Native time over ours: 1 is as fast as native. */
  wasmToNative: number;
  /** Times as fast as that shape on ONNX Runtime's WASM build. */
  vsE5Small: number;
  vsRobertaBase: number;
  longestTaskMs: number;
  layoutShift: number;
  scrollFrameMs: number;
  scrollWorstFrameMs: number;
  memoryStartMB: number;
  loadedMemoryMB: number;
  busyMemoryMB: number;
  afterMinuteMemoryMB: number;
  unloadedMemoryOverStartMB: number;
  idleMemoryOverStartMB: number;
  zipBytes: number;
  partBytes: Record<string, number>;
  pages: (PageRun & { name: string })[];
  lengths: { tokens: number; ms: number }[];
  threads: { threads: number; perSecond: number }[];
  runtimes: RuntimeRow[];
}

/** bench/RESULTS.md. */
export function markdown(r: Results): string {
  const mb = (bytes: number): string => (bytes / 1e6).toFixed(1);
  const ms = (value: number): string => (Number.isNaN(value) ? 'no mark' : value.toFixed(0));
  const percent = (share: number): string => `${(share * 100).toFixed(0)} %`;
  return `# Speed

\`npm run bench\` on ${r.machine.cores} cores (${r.machine.model}), real Chromium, the built extension. Medians of ${r.runs} runs;
milliseconds from the order to check. No popup is open, so nothing has warmed the engine before a cold run.

| | |
|---|---|
| cold: browser just started → first mark, 40 passages | ${ms(r.coldFirstMarkMs)} ms |
| warm → first mark, 40 passages | ${ms(r.warmFirstMarkMs)} ms |
| service worker killed → first mark, 40 passages | ${ms(r.killedFirstMarkMs)} ms |
| 1,000 passages, people's → every one has its first answer | ${ms(r.thousandFirstScoresMs)} ms |
| 40 passages all marked, over the bare encoder's time for all 40 | ${r.articleOverBareSession.toFixed(2)} |
| frames while an article is checked and scrolled: median, longest | ${r.scrollFrameMs.toFixed(0)} ms, ${r.scrollWorstFrameMs.toFixed(0)} ms |

## Pages

Passages of 85 words; *human* pages hold people's sentences only, *mixed* ones as many of an AI. *First* is when every
passage has the wide part's answer, *final* when the encoder has read what it could still change. *Spared* is the share of its
layers that it did not have to run: all six, or those after an exit.

| page | passages | first mark | all first | all final | encoder spared | longest task | scripts in the page | layout shift |
|---|---|---|---|---|---|---|---|---|
${r.pages
  .map(
    (p) =>
      `| ${p.name} | ${p.passages} | ${ms(p.firstMarkMs)} | ${ms(p.allFirstMs)} | ${ms(p.allFinalMs)} | ${percent(p.passesSaved)} | ${ms(p.longestTaskMs)} | ${ms(p.scriptMs)} | ${p.layoutShift.toFixed(3)} |`,
  )
  .join('\n')}

## The encoder

Milliseconds for one passage, one thread, all in one process (Node) by turns: the kernel, ONNX Runtime's WASM build and its
native one on the same file, and encoders of other detectors' shapes with random weights in int8 on ONNX Runtime's WASM.
In Chromium: from question to final answer, messages and the wide part included.

| tokens | in Chromium | kernel | ONNX Runtime WASM | native | native / kernel | e5-small's shape | RoBERTa-base's shape |
|---|---|---|---|---|---|---|---|
${r.runtimes
  .map((row) => {
    const inBrowser = r.lengths.find(({ tokens }) => tokens === row.tokens)?.ms ?? Number.NaN;
    const times = [inBrowser, row.kernel, row.onnxWasm, row.native].map((value) => value.toFixed(1));
    const rivals = Object.values(row.rivals).map((value) => value.toFixed(0));
    return `| ${[row.tokens, ...times, (row.native / row.kernel).toFixed(2), ...rivals].join(' | ')} |`;
  })
  .join('\n')}

Over these lengths Telltale's encoder reads ${r.vsE5Small.toFixed(1)} × as many passages a second as e5-small's shape, ${r.vsRobertaBase.toFixed(1)} × as many as RoBERTa-base's.

| threads | passages of 128 tokens a second |
|---|---|
${r.threads.map(({ threads, perSecond }) => `| ${threads} | ${perSecond.toFixed(0)} |`).join('\n')}

## Memory

The extension's processes, proportional set size. A page of ours that watches is open, and is in it.

| | MB |
|---|---|
| before the first check | ${ms(r.memoryStartMB)} |
| after an article | ${ms(r.loadedMemoryMB)} |
| after pages of 1,000 passages | ${ms(r.busyMemoryMB)} |
| a minute after the last check | ${ms(r.afterMinuteMemoryMB)} |
| the engine unloaded, more than before: with this page of ours open all the time | ${ms(r.unloadedMemoryOverStartMB)} |
| the same with no page of ours open, before and after | ${ms(r.idleMemoryOverStartMB)} |

## Size

The package is a zip of ${mb(r.zipBytes)} MB; in it, unpacked: ${Object.entries(r.partBytes)
    .map(([name, bytes]) => `${name} ${mb(bytes)} MB`)
    .join(', ')}.
`;
}
