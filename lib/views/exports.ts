import type { PageView, PlacedPassage, PlacedUnit } from './page-view.ts';
import { openingsOf, postsOf } from './post-rows.ts';

/** Where and when a result was found; the reader's own record, made when they export it. */
export interface ExportHead {
  title: string;
  address: string;
  /** ISO time. */
  at: string;
  headline: string;
  caveat: string;
}

export function toJson(page: PageView, head: ExportHead): string {
  const { tally, passages, units } = page;
  return `${JSON.stringify({ ...head, tally, units, passages }, null, 2)}\n`;
}

const PASSAGE_COLUMNS = ['passage', 'verdict', 'probability', 'words', 'author', 'opening'] as const;
const POST_COLUMNS = [
  'post',
  'author',
  'date',
  'verdict',
  'probability',
  'words',
  'permalink',
  'opening',
] as const;

/** A line per post where the page is a thread, else a line per passage. */
export function toCsv(page: PageView): string {
  return rowsOf(page)
    .map((cells) => `${cells.map(csvCell).join(',')}\r\n`)
    .join('');
}

export function toMarkdown(page: PageView, head: ExportHead): string {
  const rows = rowsOf(page);
  const [header = [], ...body] = rows.map((cells) => `| ${cells.map(markdownCell).join(' | ')} |`);
  const rule = `|${' --- |'.repeat(rows[0]?.length ?? 0)}`;
  return [
    `# ${markdownCell(head.title)}`,
    '',
    `${markdownCell(head.address)} · ${head.at}`,
    '',
    `**${head.headline}.** ${head.caveat}`,
    '',
    header,
    rule,
    ...body,
    '',
  ].join('\n');
}

function rowsOf(page: PageView): string[][] {
  const posts = postsOf(page);
  if (posts.length === 0)
    return [[...PASSAGE_COLUMNS], ...page.passages.map((p, i) => passageCells(p, i, page.units))];
  const openings = openingsOf(page.passages);
  return [
    [...POST_COLUMNS],
    ...posts.map((post, i) => postCells(post, i, openings.get(post.document + post.id) ?? '')),
  ];
}

function postCells(post: PlacedUnit, index: number, opening: string): string[] {
  const { author, date, verdict, probability, words, permalink } = post;
  return [
    String(index + 1),
    author ?? '',
    date ?? '',
    verdict ?? '',
    share(probability),
    String(words),
    permalink ?? '',
    opening,
  ];
}

function passageCells(passage: PlacedPassage, index: number, units: readonly PlacedUnit[]): string[] {
  const unit = units.find(({ id, document }) => id === passage.unit && document === passage.document);
  const { verdict, probability, words, opening } = passage;
  return [String(index + 1), verdict ?? '', share(probability), String(words), unit?.author ?? '', opening];
}

function share(probability: number | null): string {
  return probability === null ? '' : probability.toFixed(3);
}

// Where a cell begins: at its start, and after what a spreadsheet of another country takes for the end of one.
const FORMULA = /(^[\t\r]*|[;\t\r\n])(\s*)(?=[=+\-@＝＋－＠])/g;

/** Quoted where needed. What a spreadsheet would run as a formula is made text by a leading apostrophe. */
function csvCell(text: string): string {
  const harmless = text.replace(FORMULA, "$1$2'");
  return /[",;\t\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

/** One line, and nothing in it that Markdown or HTML would take for its own. */
function markdownCell(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/[\\|`*_[\]<>#]/g, '\\$&');
}
