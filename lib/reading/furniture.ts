import type { Look } from './visibility.ts';

/** Where the page's own text is; what holds one of these is not furniture. */
const CENTRE = 'main, article, [role=main], h1';

/** Fewer paragraphs than this in a hidden or overlaid element are an icon's name, a tooltip, a banner. */
const PARAGRAPHS_OF_A_TEXT = 3;

const isCentre = (element: Element): boolean =>
  element.matches(CENTRE) || element.querySelector(CENTRE) !== null;

const holdsText = (element: Element): boolean =>
  isCentre(element) || element.querySelectorAll('p').length >= PARAGRAPHS_OF_A_TEXT;

/** Page furniture by structure: nothing that a person would call the text of the page. */
export function isHiddenFromReaders(element: Element, tag: string, look: Look): boolean {
  // A modal hides everything beside it from screen readers; the article under it is still an article.
  if (element.getAttribute('aria-hidden') === 'true' && !holdsText(element)) return true;
  if (look.overlay && look.breaks && !isCentre(element)) return true;
  if (tag === 'header')
    return !isCentre(element) && element.closest('article, main, section, [role=main]') === null;
  if (tag === 'aside' || element.getAttribute('role') === 'complementary') return !isCentre(element);
  // ASP.NET wraps the page in one form; a sign-up form holds a sentence or two.
  if (tag === 'form') return !holdsText(element);
  return false;
}
