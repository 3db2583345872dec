/** Enough to tell two posts apart that begin with the same badges and buttons. */
const OPENING_CHARS = 500;

/** A page may hold any number of empty texts. */
const MOST_TEXTS = 100;

/** What nobody reads, and what changes while nothing has changed ("5 minutes ago"). */
const PASSED_OVER = new Set(['script', 'style', 'time']);

/** The first words in an element, white space collapsed; they cost the same however much more there is. */
export function openingOf(element: Element): string {
  const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  let opening = '';
  for (let seen = 0; seen < MOST_TEXTS && opening.length < OPENING_CHARS; seen++) {
    const text = texts.nextNode() as Text | null;
    if (!text) break;
    if (PASSED_OVER.has(text.parentElement?.localName ?? '')) continue;
    opening += text.data.slice(0, OPENING_CHARS).replace(/\s+/g, ' ');
  }
  return opening.replace(/\s+/g, ' ').trim();
}
