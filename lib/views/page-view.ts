import type { Verdict } from '../detector/verdict.ts';
import type { DocumentState, EngineStatus, PassageState, UnitState } from '../protocol/messages.ts';

/** A passage and the document it stands in. */
export type PlacedPassage = PassageState & { document: string };
export type PlacedUnit = UnitState & { document: string };

/** All documents of a tab as one page: what the views show. */
export interface PageView {
  phase: DocumentState['phase'];
  failure: string | null;
  engine: EngineStatus;
  marksShown: boolean;
  folded: Verdict[];
  /** A document of it was too long to be read to its end. */
  isCut?: boolean;
  /** The top document's first, then the frames' in the order in which they came. */
  passages: PlacedPassage[];
  units: PlacedUnit[];
  tally: Tally;
}

export interface Tally {
  counts: Record<Verdict | 'waiting', number>;
  /** Passages with a verdict that is not an abstention. */
  judged: number;
  words: { judged: number; likely: number };
}

/** Merges what the content scripts of a tab say. Null while none has said anything. */
export function mergeDocuments(documents: Iterable<DocumentState>): PageView | null {
  const all = [...documents].sort((a, b) => Number(b.top) - Number(a.top));
  const [first] = all;
  if (!first) return null;
  const passages = all.flatMap((d) => d.passages.map((p) => ({ ...p, document: d.document })));
  return {
    phase: mergePhases(all, first),
    failure: first.failure,
    engine: all.find((d) => d.engine.phase !== 'asleep')?.engine ?? first.engine,
    marksShown: all.some((d) => d.marksShown),
    folded: first.folded ?? [],
    ...(all.some((d) => d.isCut) ? { isCut: true } : {}),
    passages,
    units: all.flatMap((d) => d.units.map((u) => ({ ...u, document: d.document }))),
    tally: tallyOf(passages),
  };
}

/** A frame that is still at work keeps the page at work; otherwise the top document speaks for the page. */
function mergePhases(all: DocumentState[], first: DocumentState): DocumentState['phase'] {
  const working = all.find((d) => d.phase === 'scoring') ?? all.find((d) => d.phase === 'reading');
  if (working) return working.phase;
  if (first.phase === 'idle') return all.find((d) => d.phase === 'done')?.phase ?? 'idle';
  return first.phase;
}

export function tallyOf(passages: readonly Pick<PassageState, 'verdict' | 'words'>[]): Tally {
  const counts = {
    'likely-ai': 0,
    'possibly-ai': 0,
    'no-signs': 0,
    'too-short': 0,
    'not-prose': 0,
    'unsupported-language': 0,
    waiting: 0,
  };
  const words = { judged: 0, likely: 0 };
  for (const { verdict, words: length } of passages) {
    counts[verdict ?? 'waiting'] += 1;
    if (!isJudged(verdict)) continue;
    words.judged += length;
    if (verdict === 'likely-ai') words.likely += length;
  }
  const judged = counts['likely-ai'] + counts['possibly-ai'] + counts['no-signs'];
  return { counts, judged, words };
}

export function isJudged(verdict: Verdict | null): boolean {
  return verdict === 'likely-ai' || verdict === 'possibly-ai' || verdict === 'no-signs';
}

export function isFlagged(verdict: Verdict | null): boolean {
  return verdict === 'likely-ai' || verdict === 'possibly-ai';
}

/** The article that the page is, where it is one and has been judged as a whole from several passages. */
export function judgedArticle({ units }: PageView): PlacedUnit | null {
  const articles = units.filter(({ kind, passages }) => kind === 'article' && passages > 1);
  const [article] = articles;
  return articles.length === 1 && article && isJudged(article.verdict) ? article : null;
}
