// Where sentences begin and end. Our own rules rather than `Intl.Segmenter`, whose answers change with the
// browser's ICU version: the same passage must be cut, and so scored, alike everywhere.

/** Character offsets into the text; `end` is exclusive and leaves trailing spaces out. */
export interface Span {
  start: number;
  end: number;
}

// A full stop after one of these, or after a single capital letter, does not end a sentence.
const ABBREVIATION =
  /(?:^|[\s("'“‘[])(?:mr|mrs|ms|dr|prof|st|sr|jr|gen|col|sgt|capt|lt|rev|hon|gov|sen|rep|inc|ltd|co|corp|vs|etc|e\.g|i\.e|cf|al|fig|figs|eq|no|vol|pp?|ed|eds|approx|dept|est|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|u\.s|u\.k|a\.m|p\.m|[A-Z])\.$/i;

// The end of a sentence: its mark, closing quotes and brackets, space; or a line's end.
// Each alternative begins where nothing before it could have, so that a run of a million marks is read once.
const BOUNDARY = /(?<![.!?…])[.!?…]+["'”’»)\]]*(?=\s)\s+|[。！？]["'”’»）」』]*\s*|\n\s*/gu;
// What can begin the next one. `#` and lower case cannot: "# of users", "approx. five", "e.g. this".
const BEGINNING = /^[^\p{Ll}#]/u;
const EMPHASIS = /(\*\*|__)(?=\S)[^\n]{1,300}?(?<=\S)\1/g;
// Cut where the last words must be looked at: the longest abbreviation above, and a quote before it.
const LOOK_BACK = 10;

/**
 * Splits raw text into sentences. Emphasis marks that pair across a boundary keep it together, so that
 * normalising each sentence and joining them gives what normalising the whole gives.
 */
export function splitSentences(text: string): Span[] {
  const kept = emphasisSpans(text);
  const spans: Span[] = [];
  let start = skipSpace(text, 0);
  for (const match of text.matchAll(BOUNDARY)) {
    const next = match.index + match[0].length;
    if (next <= start || next >= text.length) continue;
    const isLine = match[0].includes('\n');
    const mark = match[0].trimEnd().length;
    const end = start + text.slice(start, match.index + mark).trimEnd().length;
    if (end <= start || kept.some((span) => span.start < next && next < span.end)) continue;
    if (!isLine) {
      if (!BEGINNING.test(text.slice(next, next + 2))) continue;
      if (text[match.index] === '.' && mark === 1) {
        if (ABBREVIATION.test(text.slice(Math.max(start, end - LOOK_BACK), end))) continue;
      }
    }
    spans.push({ start, end });
    start = next;
  }
  const end = text.trimEnd().length;
  if (end > start) spans.push({ start, end });
  return spans;
}

function emphasisSpans(text: string): Span[] {
  if (!text.includes('**') && !text.includes('__')) return [];
  return Array.from(text.matchAll(EMPHASIS), (m) => ({ start: m.index, end: m.index + m[0].length }));
}

function skipSpace(text: string, from: number): number {
  let at = from;
  while (at < text.length && /\s/.test(text[at] ?? '')) at++;
  return at;
}
