// npm run eval -- --data FILE.jsonl[.gz] [--scores OUT.jsonl] [--limit N] [--json F] [--backend native|wasm]
//
// The product's own engine over a labelled file: how well its parts rank, and what its verdicts would have said.

import { createWriteStream, existsSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import * as v from 'valibot';
import type { Engine } from '../lib/detector/engine.ts';
import type { Verdict } from '../lib/detector/verdict.ts';
import { openInNode } from '../lib/hosting/node.ts';
import { languageOf } from '../lib/reading/language.ts';
import { auroc, type Labelled, tprAt } from './metrics.ts';
import { type Row, readRows } from './rows.ts';

const USAGE = `Usage: npm run eval -- --data FILE.jsonl[.gz] [options]
  --scores OUT.jsonl   writes {id, logit, probability, verdict} for every row
  --limit N            reads the first N rows only
  --json F             writes the report as JSON
  --sensitivity NAME   strict, balanced (default) or curious
  --backend NAME       native (default) or wasm
  --model DIR          another model's folder`;

const flags = v.object({
  data: v.string('Name a file with --data.'),
  scores: v.optional(v.string()),
  limit: v.optional(v.pipe(v.string(), v.transform(Number), v.integer(), v.minValue(1))),
  json: v.optional(v.string()),
  sensitivity: v.optional(v.picklist(['strict', 'balanced', 'curious']), 'balanced'),
  backend: v.optional(v.picklist(['native', 'wasm']), 'native'),
  model: v.optional(v.string()),
});
type Flags = v.InferOutput<typeof flags>;

/** One row with every part's opinion. */
interface Judged {
  row: Row;
  tokens: number;
  wide: number;
  deep: number | null;
  both: number;
  verdict: Verdict;
}

const PARTS = ['wide', 'deep', 'both'] as const;
const FALSE_POSITIVE_RATES = [0.05, 0.01, 0.001];
const LENGTHS = [30, 55, 95, 160, 256, Number.POSITIVE_INFINITY];

const options = readArguments();
const judged = await judgeAll(options);
const report = makeReport(judged);
printReport(report);
if (options.json) writeFileSync(options.json, `${JSON.stringify(report, null, 2)}\n`);

function readArguments(): Flags {
  const text = { type: 'string' } as const;
  try {
    const { values } = parseArgs({
      options: {
        data: text,
        scores: text,
        limit: text,
        json: text,
        sensitivity: text,
        backend: text,
        model: text,
      },
    });
    const parsed = v.parse(flags, values);
    if (!existsSync(parsed.data)) throw new Error(`There is no file ${parsed.data}.`);
    return parsed;
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\n\n${USAGE}`);
    process.exit(2);
  }
}

async function judgeAll({
  data,
  scores,
  limit = Number.POSITIVE_INFINITY,
  ...how
}: Flags): Promise<Judged[]> {
  const threads = how.backend === 'native' ? availableParallelism() : 1;
  const engine = await openInNode({ backend: how.backend, threads, model: how.model });
  const out = scores ? createWriteStream(scores) : null;
  const all: Judged[] = [];
  const started = performance.now();
  for await (const row of readRows(data)) {
    if (all.length >= limit) break;
    const { judged, probability } = await judgeRow(engine, row, how.sensitivity);
    all.push(judged);
    out?.write(
      `${JSON.stringify({ id: row.id, logit: judged.both, probability, verdict: judged.verdict })}\n`,
    );
    if (all.length % 100 === 0) showProgress(all.length, started);
  }
  if (process.stderr.isTTY) process.stderr.write('\n');
  await new Promise<void>((resolve) => (out ? out.end(resolve) : resolve()));
  await engine.release();
  return all;
}

async function judgeRow(
  engine: Engine,
  row: Row,
  sensitivity: Flags['sensitivity'],
): Promise<{ judged: Judged; probability: number | null }> {
  const prepared = engine.prepare(row.text);
  const language = languageOf({ text: row.text, words: prepared.words, lang: null });
  const asked = { sensitivity, language };
  const deepEvidence = await engine.readDeeply(prepared);
  const first = engine.first(prepared, asked);
  const score = engine.judge(prepared, deepEvidence, asked);
  const { combine } = engine.manifest;
  // A text without a single token says nothing either way.
  const wide = (first.logit ?? 0) - combine.wideBias;
  const both = score.logit ?? 0;
  const deep = deepEvidence && both - combine.bias - wide;
  const judged = { row, tokens: score.tokens, wide, deep, both, verdict: score.verdict };
  return { judged, probability: score.probability };
}

function showProgress(done: number, started: number): void {
  if (!process.stderr.isTTY) return;
  const perSecond = done / ((performance.now() - started) / 1000);
  process.stderr.write(`\r${done} passages, ${perSecond.toFixed(0)} a second `);
}

/** Figures of one part over some rows; null where they hold one label only. */
function figures(rows: readonly Judged[], part: (typeof PARTS)[number]): Record<string, number> | null {
  const labelled: Labelled[] = rows.flatMap((r) => {
    const logit = r[part];
    return r.row.label === undefined || logit === null ? [] : [{ logit, isAi: r.row.label === 1 }];
  });
  const ai = labelled.filter(({ isAi }) => isAi).length;
  if (ai === 0 || ai === labelled.length) return null;
  const tprs = FALSE_POSITIVE_RATES.map((rate) => [`tprAt${rate * 100}`, tprAt(labelled, rate)]);
  return { human: labelled.length - ai, ai, auroc: auroc(labelled), ...Object.fromEntries(tprs) };
}

type Report = ReturnType<typeof makeReport>;

function makeReport(rows: readonly Judged[]) {
  const clean = rows.filter(({ row }) => row.kind === 'plain' || row.kind === 'rewrite');
  const parts = Object.fromEntries(PARTS.map((part) => [part, figures(clean, part)]));
  const byLength = LENGTHS.map((upTo, i) => {
    const from = LENGTHS[i - 1] ?? 0;
    const inside = clean.filter(({ tokens }) => tokens >= from && tokens < upTo);
    return { tokens: `${from}-${upTo === Number.POSITIVE_INFINITY ? '' : upTo}`, ...figures(inside, 'both') };
  });
  const sources = Map.groupBy(
    rows,
    ({ row }) => `${row.dataset} ${row.label === 1 ? 'ai' : 'human'} ${row.kind}`,
  );
  const bySource = [...sources].map(([source, inside]) => ({
    source,
    passages: inside.length,
    verdicts: shares(inside),
  }));
  bySource.sort((a, b) => a.source.localeCompare(b.source));
  return { passages: rows.length, parts, byLength, bySource };
}

/** The share of each verdict among some rows, in [0, 1]. */
function shares(rows: readonly Judged[]): Partial<Record<Verdict, number>> {
  const groups = Map.groupBy(rows, ({ verdict }) => verdict);
  return Object.fromEntries([...groups].map(([verdict, inside]) => [verdict, inside.length / rows.length]));
}

function printReport({ passages, parts, byLength, bySource }: Report): void {
  console.log(`${passages} passages. Plain and rewritten ones:\n`);
  console.log('part     AUROC   TPR at 5 %   1 %   0.1 % false positives');
  for (const [part, f] of Object.entries(parts)) if (f) console.log(figureLine(part, f));
  console.log('\ntokens (both parts)');
  for (const { tokens, ...f } of byLength)
    if ('auroc' in f) console.log(figureLine(tokens, f as Record<string, number>));
  console.log(
    '\nsource                                             passages  likely  possibly  no signs  not judged',
  );
  for (const { source, passages, verdicts } of bySource) {
    const share = (verdict: Verdict): string => percent(verdicts[verdict] ?? 0).padStart(8);
    const abstained = percent(
      (verdicts['too-short'] ?? 0) + (verdicts['unsupported-language'] ?? 0),
    ).padStart(10);
    const columns = [share('likely-ai'), share('possibly-ai'), share('no-signs'), abstained].join('  ');
    console.log(`${source.padEnd(50)} ${String(passages).padStart(6)} ${columns}`);
  }
}

function figureLine(name: string, f: Record<string, number>): string {
  const tprs = FALSE_POSITIVE_RATES.map((rate) => percent(f[`tprAt${rate * 100}`] ?? Number.NaN).padStart(8));
  return `${name.padEnd(9)}${(f.auroc ?? Number.NaN).toFixed(4)} ${tprs.join(' ')}   (${f.human} human, ${f.ai} AI)`;
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}
