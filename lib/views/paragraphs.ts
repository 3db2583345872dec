/** The paragraphs of a plain text or Markdown. Lines that were only wrapped are joined again. */
export function paragraphsOf(text: string): string[] {
  const clean = text.replace(/\r\n?/g, '\n').replace(/^(```|~~~)[\s\S]*?^\1.*$/gm, '');
  // A text without blank lines has a paragraph per line.
  const parts = /\n[ \t]*\n/.test(clean.trim()) ? clean.split(/\n[ \t]*\n+/) : clean.split('\n');
  return parts.map((part) => part.replace(/\s+/g, ' ').trim()).filter((part) => part !== '');
}

const NO_PROSE =
  'script, style, noscript, template, nav, header, footer, aside, form, pre, code, svg, figure';
const BLOCKS = 'p, li, blockquote, dd, td, h1, h2, h3, h4, h5, h6, div, section, article, br';

/** The paragraphs of an HTML file. It is never shown: nothing in it runs or loads. */
export function paragraphsOfHtml(html: string): string[] {
  const { body } = new DOMParser().parseFromString(html, 'text/html');
  for (const element of body.querySelectorAll(NO_PROSE)) element.remove();
  for (const element of body.querySelectorAll(BLOCKS)) {
    element.before('\n\n');
    element.after('\n\n');
  }
  return (body.textContent ?? '')
    .split(/\n\s*\n/)
    .map((part) => part.replace(/\s+/g, ' ').trim())
    .filter((part) => part !== '');
}
