import { readFileSync } from 'node:fs';

// The yardstick: what Firefox's reader view takes for the text of the same page.

interface Readability {
  parse(): { content: string } | null;
}

declare global {
  var Readability: new (page: Document) => Readability;
}

/** The library's own source, to be evaluated in a page. */
export function readabilityScript(): string {
  const source = readFileSync('node_modules/@mozilla/readability/Readability.js', 'utf8');
  return `${source}\nglobalThis.Readability = Readability;`;
}

/** Runs in a page. Its `textContent` would glue the last word of a paragraph to the first of the next. */
export function readabilityText(): string {
  const BLOCKS = 'p,div,section,li,dt,dd,h1,h2,h3,h4,h5,h6,blockquote,figcaption,pre,tr,td,th,br';
  const article = new Readability(document.cloneNode(true) as Document).parse();
  const parsed = new DOMParser().parseFromString(article?.content ?? '', 'text/html');
  for (const block of parsed.querySelectorAll(BLOCKS)) {
    block.before(' ');
    block.after(' ');
  }
  return parsed.body.textContent ?? '';
}
