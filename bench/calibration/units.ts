import type { Calibration } from '../../lib/detector/calibration.ts';
import { pooled } from '../../lib/models/foreign/detector.ts';
import type { ScoredRow } from './score.ts';
import type { ScoredText } from './texts.ts';

const SIZES = [1, 2, 4, 8];

/** What several passages of one document say together: 1, 2, 4, 8 and all of them. */
export function unitsOf(rows: readonly ScoredRow[], passage: Calibration): ScoredText[] {
  const documents = Map.groupBy(rows, ({ document }) => document);
  return [...documents.values()].flatMap((members) =>
    [...new Set([...SIZES, members.length])]
      .filter((size) => size <= members.length)
      .flatMap((size) => runsOf(members, size))
      .flatMap((run) => unitOf(run, passage) ?? []),
  );
}

/** One after the other; a rest that is shorter is left out. */
function runsOf<T>(members: readonly T[], size: number): T[][] {
  const runs: T[][] = [];
  for (let at = 0; at + size <= members.length; at += size) runs.push(members.slice(at, at + size));
  return runs;
}

function unitOf(run: readonly ScoredRow[], passage: Calibration): ScoredText | null {
  const [first] = run;
  const { logit, tokens } = pooled(passage, run);
  if (!first || logit === null || run.some(({ isAi }) => isAi !== first.isAi)) return null;
  return { logit, tokens, isAi: first.isAi, source: first.source };
}

/** Fewer sources of human texts than this say nothing of a source that was not seen. */
const LEAST_SOURCES = 3;
const FOLDS = 5;

/**
 * The limits of a band are tried on sources that it was not fitted to. Where there are too few, documents are dealt into
 * parts that stand for sources.
 */
export function withEnoughSources(rows: readonly ScoredRow[]): ScoredRow[] {
  const human = new Set(rows.flatMap(({ isAi, source }) => (isAi ? [] : [source])));
  if (human.size >= LEAST_SOURCES) return [...rows];
  const documents = new Map<string, number>();
  return rows.map((row) => {
    const place = documents.get(row.document) ?? documents.size;
    documents.set(row.document, place);
    return { ...row, source: `${row.source} ${place % FOLDS}` };
  });
}
