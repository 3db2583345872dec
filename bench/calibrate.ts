// npm run calibrate -- --model DIR --data FILE.jsonl[.gz] [--data …] [--limit N] [--threads N] [--backend native|wasm]
//
// Makes a text classifier of someone else's one that may judge: scores labelled texts with it, fits probabilities and the
// bands of the three sensitivities by length, and writes them into the model.json beside it. Can be stopped and goes on.

import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import * as v from 'valibot';
import { folderInNode, type NodeOptions, openModelInNode } from '../lib/hosting/node.ts';
import { messageOf } from '../lib/message-of.ts';
import { describeModel, type ForeignModel } from '../lib/models/describe.ts';
import type { ForeignClassifier } from '../lib/models/foreign/classifier.ts';
import { readForeignManifest } from '../lib/models/foreign/manifest.ts';
import type { Fingerprint } from '../lib/models/integrity.ts';
import { disagreement } from './calibration/agree.ts';
import { fitCalibration, PASSAGE_KNOTS, UNIT_KNOTS } from './calibration/fit.ts';
import { type ScoredRow, scoreRows } from './calibration/score.ts';
import { unitsOf, withEnoughSources } from './calibration/units.ts';
import { FIGURE_HEAD, figureLine, figuresByLength, figuresOf, percent } from './metrics.ts';
import { type Row, readRows } from './rows.ts';

const USAGE = `Usage: npm run calibrate -- --model DIR --data FILE.jsonl[.gz] [options]
  --model DIR    the model's folder: config.json, tokenizer.json and an ONNX file
  --data FILE    labelled texts: one JSON object a line with "text" and "label" (0 human, 1 AI), and where known
                 "dataset" (the source), "group" and "model" (passages of one document), "lang"; may be named several times
  --limit N      at most N texts, spread over the file
  --threads N    threads of the native runtime (1)
  --backend NAME native (default), which is faster, or wasm: what browsers run`;

const count = v.pipe(v.string(), v.transform(Number), v.integer(), v.minValue(1));
const flags = v.object({
  model: v.string('Name a folder with --model.'),
  data: v.pipe(v.array(v.string(), 'Name a file with --data.'), v.minLength(1)),
  limit: v.optional(count),
  threads: v.optional(count, '1'),
  backend: v.optional(v.picklist(['native', 'wasm']), 'native'),
});

// The rarest band that is fitted is 1 in 1,000; under this nothing can be said of 1 in 100.
const FEWEST = 200;
const ENOUGH = 2000;
/** Of the AUROC: a model that tells less judges nobody. */
const LEAST_AUROC = 0.6;
/** Mistyped, mixed and attacked texts are for measuring, not for fitting. */
const CLEAN_KINDS = ['plain', 'rewrite'];
/** A language with a smaller share of the texts was not calibrated for. */
const LEAST_LANGUAGE_SHARE = 0.05;
const SCORES = 'calibration-scores.jsonl';
/** Texts that both runtimes score first, and how far apart they may be: rates of human texts hardly move by that. */
const COMPARED = 40;
const MOST_DISAGREEMENT = 0.03;

await main().catch((error: Error) => {
  if (error.name !== 'AbortError') fail(error.message);
  console.error('Stopped. The scores so far are kept: the same command goes on from there.');
  process.exitCode = 130;
});

async function main(): Promise<void> {
  const { model: folder, data, limit, threads, backend } = readArguments();
  const described = await describeFolder(folder);
  const graph = fingerprintOf(await readFile(join(folder, described.graph)));
  const rows = await readData(data, limit);

  const classifier = await openClassifier({ backend, threads, model: folder });
  if (backend === 'native') await refuseWhatBrowsersComputeOtherwise(classifier, folder, rows);
  const stop = new AbortController();
  process.once('SIGINT', () => stop.abort());
  const scored = await scoreRows(classifier, rows, {
    file: join(folder, SCORES),
    of: `${graph.sha256} ${backend} ${data.map((file) => basename(file)).join(' ')} ${limit ?? 'all'} ${rows.length}`,
    signal: stop.signal,
    onProgress: progressOf(rows.length),
  }).finally(() => process.stderr.isTTY && process.stderr.write('\n'));
  await classifier.release();

  const { labels, aiLabels } = described.description;
  const figures = figuresOf(scored);
  if (!figures) return fail('The model could read texts of one label only.');
  console.log(`${scored.length} texts\n\ntokens   ${FIGURE_HEAD}`);
  const byLength = figuresByLength(scored);
  for (const { tokens, ...f } of byLength) console.log(figureLine(tokens, f));
  console.log(figureLine('all', figures));
  refuseWhatCannotTell(figures.auroc ?? 0, labels);

  const passages = withEnoughSources(scored);
  const passage = fitCalibration(passages, PASSAGE_KNOTS);
  const unit = fitCalibration(unitsOf(passages, passage), UNIT_KNOTS);
  const { calibration: _, ...before } = await manifestBefore(folder);
  const manifest = {
    ...before,
    id: described.description.id,
    name: described.description.name,
    version: described.description.version,
    languages: before.languages ?? languagesOf(rows),
    // Now it is known: the model does rank AI texts above human ones.
    aiLabels: labels.filter((_, place) => aiLabels.ai.includes(place)),
    files: { [described.graph]: graph },
    calibration: { passage, unit },
    figures: { ...figures, byLength, sources: sourcesOf(scored), data: data.map((file) => basename(file)) },
  };
  readForeignManifest(manifest);
  await writeFile(join(folder, 'model.json'), `${JSON.stringify(manifest, null, 1)}\n`);
  const { likely, possibly } = passage.edges.balanced;
  console.log(`\nJudges passages from ${passage.minTokens} tokens on, authors from ${unit.minTokens}.`);
  console.log(`At ${PASSAGE_KNOTS.join(', ')} tokens: likely from logit ${rounded(likely)},`);
  console.log(`possibly from ${rounded(possibly)}. Written to ${join(folder, 'model.json')}.`);
}

function readArguments(): v.InferOutput<typeof flags> {
  try {
    const text = { type: 'string' } as const;
    const { values } = parseArgs({
      options: {
        model: text,
        data: { type: 'string', multiple: true },
        limit: text,
        threads: text,
        backend: text,
      },
    });
    const parsed = v.parse(flags, values);
    const missing = [parsed.model, ...parsed.data].find((path) => !existsSync(path));
    if (missing) throw new Error(`There is no ${missing}.`);
    return parsed;
  } catch (error) {
    console.error(`${messageOf(error)}\n\n${USAGE}`);
    process.exit(2);
  }
}

async function describeFolder(path: string): Promise<ForeignModel> {
  const folder = await folderInNode(path);
  const before = await describeModel(folder).catch(() => null);
  if (before?.kind === 'telltale')
    fail('This is one of our own models: training/ calibrates it (training/README.md).');
  // A calibration from before may be another graph's: it is about to be made anew.
  const { calibration: _, ...manifest } = await manifestBefore(path);
  const bytes = new TextEncoder().encode(JSON.stringify(manifest));
  const model = await describeModel({
    sizes: { ...folder.sizes, 'model.json': bytes.byteLength },
    read: async (name) => (name === 'model.json' ? bytes : folder.read(name)),
  });
  return model.kind === 'foreign' ? model : fail('This is one of our own models.');
}

async function manifestBefore(folder: string) {
  const file = join(folder, 'model.json');
  return existsSync(file) ? readForeignManifest(JSON.parse(await readFile(file, 'utf8'))) : {};
}

/** The labelled texts of all files that are as they were written; with a limit, every n-th. */
async function readData(files: readonly string[], limit = Number.POSITIVE_INFINITY): Promise<Row[]> {
  const all: Row[] = [];
  for (const file of files) {
    for await (const row of readRows(file)) {
      if (row.label !== undefined && CLEAN_KINDS.includes(row.kind)) all.push(row);
    }
  }
  const step = Math.max(1, all.length / limit);
  const rows = all.filter((_, i) => Math.floor(i / step) !== Math.floor((i - 1) / step));
  const human = rows.filter(({ label }) => label === 0).length;
  const ai = rows.length - human;
  if (Math.min(human, ai) < FEWEST) {
    fail(
      `There are ${human} human and ${ai} AI texts; at least ${FEWEST} of each are needed, ${ENOUGH} are better.`,
    );
  }
  if (human < ENOUGH) {
    console.error(
      `${human} human texts: how rare rare mistakes are is a guess. ${ENOUGH} or more are better.`,
    );
  }
  return rows;
}

async function openClassifier(options: NodeOptions): Promise<ForeignClassifier> {
  const opened = await openModelInNode(options);
  return opened.kind === 'foreign' ? opened.classifier : fail('This is one of our own models.');
}

/** Bands are for browsers: they may not be fitted to what another runtime makes of the graph. */
async function refuseWhatBrowsersComputeOtherwise(
  native: ForeignClassifier,
  folder: string,
  rows: readonly Row[],
): Promise<void> {
  const inBrowsers = await openClassifier({ backend: 'wasm', model: folder });
  const step = Math.floor(rows.length / COMPARED);
  const texts = rows.filter((_, i) => i % step === 0).map(({ text }) => text);
  const share = await disagreement(native, inBrowsers, texts);
  await inBrowsers.release();
  if (share <= MOST_DISAGREEMENT) return;
  fail(
    `Browsers compute other scores of this graph than the native runtime (by ${percent(share)} of their spread). ` +
      'Add --backend wasm: slower, and what browsers will show.',
  );
}

function refuseWhatCannotTell(auroc: number, labels: readonly string[]): void {
  if (auroc >= LEAST_AUROC) return;
  if (auroc <= 1 - LEAST_AUROC) {
    fail(
      `It ranks human texts above AI ones (AUROC ${auroc.toFixed(3)}): its labels may mean the opposite. ` +
        `Name those that mean AI as "aiLabels" in a model.json beside it; it has ${labels.join(', ')}.`,
    );
  }
  fail(`It hardly tells AI texts from human ones (AUROC ${auroc.toFixed(3)}): no bands can be made of that.`);
}

function languagesOf(rows: readonly Row[]): string[] | undefined {
  const groups = Map.groupBy(rows, ({ lang }) => lang?.split('-')[0]?.toLowerCase());
  const known = [...groups].flatMap(([lang, texts]) =>
    lang && texts.length >= rows.length * LEAST_LANGUAGE_SHARE ? [lang] : [],
  );
  return known.length > 0 ? known : undefined;
}

function sourcesOf(scored: readonly ScoredRow[]): Record<string, number> {
  const groups = Map.groupBy(scored, ({ source, isAi }) => `${source} ${isAi ? 'ai' : 'human'}`);
  return Object.fromEntries([...groups].map(([source, texts]) => [source, texts.length]));
}

function fingerprintOf(content: Uint8Array): Fingerprint {
  return { bytes: content.byteLength, sha256: createHash('sha256').update(content).digest('hex') };
}

/** Says on standard error how far it is, and how long it will take. The first call says what was done before. */
function progressOf(total: number): (done: number) => void {
  const began = performance.now();
  let said = began;
  let before: number | null = null;
  return (done) => {
    before ??= done;
    const now = performance.now();
    if (now - said < (process.stderr.isTTY ? 1000 : 60_000) && done < total) return;
    said = now;
    const perSecond = ((done - before) * 1000) / (now - began);
    const minutes = Math.ceil((total - done) / perSecond / 60);
    const line = `${done} of ${total} texts, ${perSecond.toFixed(0)} a second, ${minutes} min left`;
    process.stderr.write(process.stderr.isTTY ? `\r${line}  ` : `${line}\n`);
  };
}

function rounded(values: readonly number[]): string {
  return values.map((value) => value.toFixed(2)).join(', ');
}

function fail(message: string): never {
  console.error(message);
  process.exit(1);
}
