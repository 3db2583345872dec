import type { Verdict } from '../detector/verdict.ts';
import type { PageView, PlacedPassage, PlacedUnit } from './page-view.ts';

/** What the lists of the panel can be sorted by. */
export type SortKey = 'page' | 'verdict' | 'words' | 'author';

/** An author of a thread, over all posts there. */
export interface AuthorRow {
  author: string | null;
  posts: PlacedUnit[];
  words: number;
  likely: number;
  possibly: number;
}

const STRENGTH: Record<Verdict, number> = {
  'likely-ai': 4,
  'possibly-ai': 3,
  'no-signs': 2,
  'too-short': 1,
  'not-prose': 0,
  'unsupported-language': 0,
};

export function postsOf(page: PageView): PlacedUnit[] {
  return page.units.filter((unit) => unit.kind === 'post');
}

/** The first words of every post, by document and unit. */
export function openingsOf(passages: readonly PlacedPassage[]): Map<string, string> {
  const openings = new Map<string, string>();
  for (const { document, unit, opening } of passages) {
    if (unit !== null && !openings.has(document + unit)) openings.set(document + unit, opening);
  }
  return openings;
}

/** Authors by the number of their posts that are marked, then by their words. */
export function authorRows(posts: readonly PlacedUnit[]): AuthorRow[] {
  const byAuthor = new Map<string | null, PlacedUnit[]>();
  for (const post of posts) byAuthor.set(post.author, [...(byAuthor.get(post.author) ?? []), post]);
  const rows = [...byAuthor].map(([author, own]) => ({
    author,
    posts: own,
    words: own.reduce((sum, post) => sum + post.words, 0),
    likely: own.filter((post) => post.verdict === 'likely-ai').length,
    possibly: own.filter((post) => post.verdict === 'possibly-ai').length,
  }));
  return rows.sort((a, b) => b.likely - a.likely || b.possibly - a.possibly || b.words - a.words);
}

interface Sortable {
  verdict: Verdict | null;
  probability: number | null;
  words: number;
  author?: string | null;
}

/** A sorted copy; what is equal keeps the page's order. */
export function sorted<T extends Sortable>(rows: readonly T[], by: SortKey): T[] {
  const copy = [...rows];
  if (by === 'verdict') copy.sort((a, b) => strength(b) - strength(a));
  if (by === 'words') copy.sort((a, b) => b.words - a.words);
  if (by === 'author') copy.sort((a, b) => (a.author ?? '\uffff').localeCompare(b.author ?? '\uffff'));
  return copy;
}

/** Those with one of the verdicts, and with the words looked for in one of their texts. */
export function filtered<T extends { verdict: Verdict | null }>(
  rows: readonly T[],
  verdicts: ReadonlySet<Verdict>,
  sought: string,
  textOf: (row: T) => string,
): T[] {
  const needle = sought.trim().toLocaleLowerCase();
  return rows.filter(
    (row) =>
      (verdicts.size === 0 || (row.verdict !== null && verdicts.has(row.verdict))) &&
      (needle === '' || textOf(row).toLocaleLowerCase().includes(needle)),
  );
}

/** Within one verdict the surer comes first. */
function strength({ verdict, probability }: Sortable): number {
  return verdict === null ? -1 : STRENGTH[verdict] + (probability ?? 0) * 0.9;
}
