import { existsSync } from 'node:fs';
import { appendFile, readFile, writeFile } from 'node:fs/promises';
import * as v from 'valibot';
import type { ForeignClassifier } from '../../lib/models/foreign/classifier.ts';
import type { Row } from '../rows.ts';
import type { ScoredText } from './texts.ts';

// Scoring takes hours with a large model, so every score is written down at once: who stops it goes on from there.

/** Scores are of one graph and one list of texts; the first line of their file says which. */
const head = v.object({ of: v.string() });
const line = v.tuple([v.nullable(v.number()), v.number()]);

export interface ScoringOptions {
  /** Where scores are kept. */
  file: string;
  /** Names the model and the texts: scores kept under another name are thrown away. */
  of: string;
  signal: AbortSignal;
  /** Called first with how many were scored before. */
  onProgress: (done: number) => void;
}

/** A scored text and the document it is a passage of. */
export interface ScoredRow extends ScoredText {
  document: string;
}

/** Scores texts in order; what was scored before is not scored again. @throws the signal's reason when stopped */
export async function scoreRows(
  classifier: ForeignClassifier,
  rows: readonly Row[],
  { file, of, signal, onProgress }: ScoringOptions,
): Promise<ScoredRow[]> {
  const known = await readScores(file, of);
  await writeFile(file, [{ of }, ...known].map((each) => `${JSON.stringify(each)}\n`).join(''));
  onProgress(known.length);
  const scored: ScoredRow[] = [];
  for (const [i, row] of rows.entries()) {
    signal.throwIfAborted();
    let found = known[i];
    if (!found) {
      const { logit, tokens } = await classifier.score(row.text);
      found = [logit, tokens];
      await appendFile(file, `${JSON.stringify(found)}\n`);
      onProgress(i + 1);
    }
    const [logit, tokens] = found;
    // A text without a single token says nothing either way.
    if (logit !== null && row.label !== undefined) {
      const { dataset: source, label } = row;
      scored.push({ logit, tokens, isAi: label === 1, source, document: documentOf(row, i) });
    }
  }
  return scored;
}

async function readScores(file: string, of: string): Promise<v.InferOutput<typeof line>[]> {
  if (!existsSync(file)) return [];
  const [first = '', ...rest] = (await readFile(file, 'utf8')).split('\n');
  try {
    if (v.parse(head, JSON.parse(first)).of !== of) return [];
    // The last line is empty, or was cut off in the middle of writing.
    return rest.slice(0, -1).map((each) => v.parse(line, JSON.parse(each)));
  } catch {
    return [];
  }
}

/** Passages of one original by one writer. A row that names no group stands alone. */
function documentOf({ group, model }: Row, place: number): string {
  return group === undefined ? `row ${place}` : `${group}\t${model ?? ''}`;
}
