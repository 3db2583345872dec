// A PDF knows no paragraphs: it has runs of letters at places. Lines are put together by height, paragraphs by the
// white between lines and by the indent of a first line.

/** A run of letters; `y` grows upwards from the foot of the page. */
export interface PdfRun {
  text: string;
  x: number;
  y: number;
  height: number;
  endsLine: boolean;
}

interface Line {
  text: string;
  x: number;
  y: number;
  height: number;
}

/** Lines further apart than this many line heights belong to different paragraphs. */
const PARAGRAPH_GAP = 1.75;
/** A first line is set in by this share of its height at least. */
const INDENT = 0.9;

export function paragraphsOfPdf(pages: readonly PdfRun[][]): string[] {
  const paragraphs: string[] = [];
  let open = '';
  const close = (): void => {
    const text = open.replace(/\s+/g, ' ').trim();
    if (text) paragraphs.push(text);
    open = '';
  };
  for (const page of pages) {
    let before: Line | null = null;
    for (const line of linesOf(page)) {
      // A paragraph that goes on over a page break has no end mark before it.
      if (before ? beginsParagraph(line, before) : /[.!?:”"’']\s*$/.test(open)) close();
      open = joined(open, line.text);
      before = line;
    }
  }
  close();
  return paragraphs;
}

function linesOf(runs: readonly PdfRun[]): Line[] {
  const lines: Line[] = [];
  let line: Line | null = null;
  for (const { text, x, y, height, endsLine } of runs) {
    if (line && Math.abs(line.y - y) > Math.max(line.height, height) * 0.5) {
      lines.push(line);
      line = null;
    }
    if (line) line.text += text;
    else if (text.trim()) line = { text, x, y, height };
    if (line) line.height = Math.max(line.height, height);
    if (endsLine && line) {
      lines.push(line);
      line = null;
    }
  }
  if (line) lines.push(line);
  return lines.filter(({ text }) => text.trim() !== '');
}

function beginsParagraph(line: Line, before: Line): boolean {
  const height = Math.max(1, Math.min(line.height, before.height));
  const gap = before.y - line.y;
  // Upwards: the next column.
  if (gap < 0) return /[.!?:”"’']\s*$/.test(before.text);
  if (gap > height * PARAGRAPH_GAP) return true;
  return line.x - before.x > height * INDENT;
}

/** A word that was divided at the end of a line becomes whole again. */
function joined(text: string, next: string): string {
  if (/\p{L}-$/u.test(text.trimEnd()) && /^\p{Ll}/u.test(next.trimStart()))
    return text.trimEnd().slice(0, -1) + next.trimStart();
  return `${text} ${next}`;
}
