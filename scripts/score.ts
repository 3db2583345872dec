// npm run score -- FILE|- [--sentences] [--json] [--sensitivity strict|balanced|curious] [--backend native|wasm] [--model DIR]
//
// Scores a text file, paragraph by paragraph (an empty line ends one), or JSON lines with a `text` each. Lines
// come out in the order of the input as soon as they are known; memory does not grow with the input.

import { createReadStream, existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import * as v from 'valibot';
import type { SentenceEvidence, Verdict } from '../lib/detector/verdict.ts';
import { type OpenedModel, openModelInNode } from '../lib/hosting/node.ts';
import { messageOf } from '../lib/message-of.ts';
import { languageOf } from '../lib/reading/language.ts';

const USAGE = `Usage: npm run score -- FILE|- [options]
  FILE                 plain text (an empty line ends a passage) or JSON lines with a "text"; - reads standard input
  --sentences          the evidence of each sentence
  --json               one JSON object a line; JSON lines in, JSON lines out, in order
  --sensitivity NAME   strict, balanced (default) or curious
  --backend NAME       native (default) or wasm: what browsers run
  --model DIR          another model's folder: one of our own kind, or any text classifier (docs/models.md)`;

const flags = v.object({
  sentences: v.optional(v.boolean(), false),
  json: v.optional(v.boolean(), false),
  sensitivity: v.optional(v.picklist(['strict', 'balanced', 'curious']), 'balanced'),
  backend: v.optional(v.picklist(['native', 'wasm']), 'native'),
  model: v.optional(v.string()),
});
type Flags = v.InferOutput<typeof flags>;

/** One passage of the input, with the fields of its JSON line, which are handed through. */
interface Input {
  text: string;
  fields: Record<string, unknown>;
}

await main();

async function main(): Promise<void> {
  const { file, options } = readArguments();
  const opened = await openModelInNode({ backend: options.backend, model: options.model }).catch(fail);
  // A reader that has seen enough (`| head`) closes the pipe; that is no failure.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    throw error;
  });
  for await (const input of readPassages(file)) {
    const score = await scoreText(opened, input.text, options);
    const lines = options.json ? [jsonLine(input, score, options)] : textLines(input, score, options);
    for (const line of lines) await write(`${line}\n`);
  }
}

function readArguments(): { file: string; options: Flags } {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        sentences: { type: 'boolean' },
        json: { type: 'boolean' },
        sensitivity: { type: 'string' },
        backend: { type: 'string' },
        model: { type: 'string' },
      },
    });
    const [file, ...more] = positionals;
    if (!file || more.length > 0) throw new Error('Name one file, or - for standard input.');
    if (file !== '-' && !existsSync(file)) throw new Error(`There is no file ${file}.`);
    return { file, options: v.parse(flags, values) };
  } catch (error) {
    console.error(`${messageOf(error)}\n\n${USAGE}`);
    process.exit(2);
  }
}

/** A folder that holds no model: said in words, not as a stack. */
function fail(error: Error): never {
  console.error(error.message);
  process.exit(1);
}

/** What is written of one passage. */
interface Scored {
  /** Null where a classifier of someone else's is not calibrated: its score is its own and no judgement. */
  verdict: Verdict | null;
  probability: number | null;
  logit: number | null;
  words: number;
  tokens: number;
  sentences: SentenceEvidence[];
}

async function scoreText(opened: OpenedModel, text: string, options: Flags): Promise<Scored> {
  const { sensitivity } = options;
  if (opened.kind === 'telltale') {
    const prepared = opened.engine.prepare(text);
    return opened.engine.full(prepared, { sensitivity, language: languageIn(text, prepared.words) });
  }
  const { classifier } = opened;
  const prepared = classifier.prepare(text);
  const asked = { sensitivity, language: languageIn(text, prepared.words) };
  const score = classifier.judge(prepared, await classifier.read(prepared), asked);
  return { ...score, sentences: options.sentences ? await classifier.sentences(text) : [] };
}

function languageIn(text: string, words: number): string | null {
  return languageOf({ text, words, lang: null });
}

/** Plain paragraphs, or JSON lines where the input's first line is one. */
async function* readPassages(file: string): AsyncGenerator<Input> {
  const input = file === '-' ? process.stdin : createReadStream(file);
  let paragraph: string[] = [];
  let isJson: boolean | null = null;
  let lineNumber = 0;
  for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
    lineNumber++;
    isJson ??= line.trimStart().startsWith('{');
    if (isJson) {
      if (line.trim()) yield parseLine(line, lineNumber);
    } else if (line.trim()) {
      paragraph.push(line);
    } else if (paragraph.length > 0) {
      yield { text: paragraph.join('\n'), fields: {} };
      paragraph = [];
    }
  }
  if (paragraph.length > 0) yield { text: paragraph.join('\n'), fields: {} };
}

function parseLine(line: string, lineNumber: number): Input {
  try {
    const { text, ...fields } = v.parse(v.looseObject({ text: v.string() }), JSON.parse(line));
    return { text, fields };
  } catch (error) {
    console.error(`Line ${lineNumber} is not a JSON object with a "text": ${messageOf(error)}`);
    process.exit(1);
  }
}

function jsonLine({ text, fields }: Input, score: Scored, { sentences }: Flags): string {
  const { sentences: evidence, ...rest } = score;
  const spans = evidence.map((s) => ({ ...s, text: text.slice(s.start, s.end) }));
  return JSON.stringify({ ...fields, ...rest, ...(sentences ? { sentences: spans } : {}) });
}

function textLines({ text }: Input, score: Scored, { sentences }: Flags): string[] {
  const probability = score.probability?.toFixed(3) ?? '-';
  const logit = score.logit?.toFixed(3) ?? '-';
  const opening = text.replace(/\s+/g, ' ').slice(0, 60);
  const line = `${(score.verdict ?? '-').padEnd(12)} p=${probability.padEnd(6)} logit=${logit.padStart(7)} words=${String(score.words).padEnd(5)} ${opening}`;
  if (!sentences) return [line];
  const evidence = score.sentences.map(
    ({ start, end, evidence }) =>
      `    ${(evidence >= 0 ? '+' : '') + evidence.toFixed(3)}  ${text.slice(start, end).replace(/\s+/g, ' ')}`,
  );
  return [line, ...evidence];
}

function write(line: string): Promise<void> {
  return new Promise((resolve) => {
    if (process.stdout.write(line)) resolve();
    else process.stdout.once('drain', resolve);
  });
}
