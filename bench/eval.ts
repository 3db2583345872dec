// npm run eval -- --data FILE.jsonl[.gz] [--scores OUT.jsonl] [--limit N] [--json F] [--backend native|wasm]
//
// The product's own engine over a labelled file: how well its parts rank, and what its verdicts would have said.

import { createWriteStream, existsSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import * as v from 'valibot';
import { pooled } from '../lib/detector/encoder.ts';
import type { Engine } from '../lib/detector/engine.ts';
import { ABSTENTIONS, type Verdict } from '../lib/detector/verdict.ts';
import { type OpenedModel, openModelInNode } from '../lib/hosting/node.ts';
import { messageOf } from '../lib/message-of.ts';
import type { ForeignClassifier } from '../lib/models/foreign/classifier.ts';
import { languageOf } from '../lib/reading/language.ts';
import { FIGURE_HEAD, figureLine, figuresByLength, figuresOf, type Labelled, percent } from './metrics.ts';
import { type Row, readRows } from './rows.ts';

const USAGE = `Usage: npm run eval -- --data FILE.jsonl[.gz] [options]
  --scores OUT.jsonl   writes {id, logit, probability, verdict} for every row
  --limit N            reads the first N rows only
  --json F             writes the report as JSON
  --sensitivity NAME   strict, balanced (default) or curious
  --backend NAME       native (default) or wasm
  --model DIR          another model's folder: one of our own kind, or any text classifier (docs/models.md)`;

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
  /** A classifier of someone else's has no such parts. */
  wide: number | null;
  deep: number | null;
  both: number;
  /** Null while such a classifier is uncalibrated. */
  verdict: Verdict | null;
}

const PARTS = ['wide', 'deep', 'both'] as const;

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
    console.error(`${messageOf(error)}\n\n${USAGE}`);
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
  const opened = await openModelInNode({ backend: how.backend, threads, model: how.model }).catch(
    (error: Error) => {
      console.error(error.message);
      process.exit(1);
    },
  );
  const out = scores ? createWriteStream(scores) : null;
  const all: Judged[] = [];
  const started = performance.now();
  for await (const row of readRows(data)) {
    if (all.length >= limit) break;
    const { judged, probability } = await judgeRow(opened, row, how.sensitivity);
    all.push(judged);
    out?.write(
      `${JSON.stringify({ id: row.id, logit: judged.both, probability, verdict: judged.verdict })}\n`,
    );
    if (all.length % 100 === 0) showProgress(all.length, started);
  }
  if (process.stderr.isTTY) process.stderr.write('\n');
  await new Promise<void>((resolve) => (out ? out.end(resolve) : resolve()));
  await (opened.kind === 'telltale' ? opened.engine : opened.classifier).release();
  return all;
}

interface JudgedRow {
  judged: Judged;
  probability: number | null;
}

function judgeRow(opened: OpenedModel, row: Row, sensitivity: Flags['sensitivity']): Promise<JudgedRow> {
  return opened.kind === 'telltale'
    ? judgeByParts(opened.engine, row, sensitivity)
    : judgeByClassifier(opened.classifier, row, sensitivity);
}

async function judgeByClassifier(
  classifier: ForeignClassifier,
  row: Row,
  sensitivity: Flags['sensitivity'],
): Promise<JudgedRow> {
  const prepared = classifier.prepare(row.text);
  const language = languageOf({ text: row.text, words: prepared.words, lang: null });
  const logit = await classifier.read(prepared);
  const { tokens, verdict, probability } = classifier.judge(prepared, logit, { sensitivity, language });
  return { judged: { row, tokens, wide: null, deep: null, both: logit ?? 0, verdict }, probability };
}

async function judgeByParts(engine: Engine, row: Row, sensitivity: Flags['sensitivity']): Promise<JudgedRow> {
  const prepared = engine.prepare(row.text);
  const language = languageOf({ text: row.text, words: prepared.words, lang: null });
  const asked = { sensitivity, language };
  // To the end, also where the product would stop early: the figures are those of the whole encoder.
  const deepEvidence = await engine.readDeeply(prepared);
  const first = engine.first(prepared, asked);
  const score = engine.judge(prepared, deepEvidence, asked);
  const { combine } = engine.manifest;
  // A text without a single token says nothing either way.
  const wide = (first.logit ?? 0) - combine.wideBias;
  const both = score.logit ?? 0;
  const deep = deepEvidence && (score.tokens > 0 ? pooled(deepEvidence.tokens) : 0);
  const judged = { row, tokens: score.tokens, wide, deep, both, verdict: score.verdict };
  return { judged, probability: score.probability };
}

function showProgress(done: number, started: number): void {
  if (!process.stderr.isTTY) return;
  const perSecond = done / ((performance.now() - started) / 1000);
  process.stderr.write(`\r${done} passages, ${perSecond.toFixed(0)} a second `);
}

/** What one part thinks of the labelled rows; a row that it has not read is left out. */
function labelledBy(
  rows: readonly Judged[],
  part: (typeof PARTS)[number],
): (Labelled & { tokens: number })[] {
  return rows.flatMap((r) => {
    const logit = r[part];
    if (r.row.label === undefined || logit === null) return [];
    return [{ logit, isAi: r.row.label === 1, tokens: r.tokens }];
  });
}

type Report = ReturnType<typeof makeReport>;

function makeReport(rows: readonly Judged[]) {
  const clean = rows.filter(({ row }) => row.kind === 'plain' || row.kind === 'rewrite');
  const parts = Object.fromEntries(PARTS.map((part) => [part, figuresOf(labelledBy(clean, part))]));
  const byLength = figuresByLength(labelledBy(clean, 'both'));
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
  const groups = Map.groupBy(rows, ({ verdict }) => verdict ?? 'none');
  return Object.fromEntries([...groups].map(([verdict, inside]) => [verdict, inside.length / rows.length]));
}

function printReport({ passages, parts, byLength, bySource }: Report): void {
  console.log(`${passages} passages. Plain and rewritten ones:\n`);
  console.log(`part     ${FIGURE_HEAD}`);
  for (const [part, f] of Object.entries(parts)) if (f) console.log(figureLine(part, f));
  console.log('\ntokens (both parts)');
  for (const { tokens, ...f } of byLength) console.log(figureLine(tokens, f));
  console.log(
    '\nsource                                             passages  likely  possibly  no signs  not judged',
  );
  for (const { source, passages, verdicts } of bySource) {
    const share = (verdict: Verdict): string => percent(verdicts[verdict] ?? 0).padStart(8);
    const abstained = percent(
      ABSTENTIONS.reduce((sum, verdict) => sum + (verdicts[verdict] ?? 0), 0),
    ).padStart(10);
    const columns = [share('likely-ai'), share('possibly-ai'), share('no-signs'), abstained].join('  ');
    console.log(`${source.padEnd(50)} ${String(passages).padStart(6)} ${columns}`);
  }
}
