import type { Centre } from './centre.ts';
import { namesFurniture } from './hints.ts';
import { isDataTable } from './tables.ts';
import type { Look } from './visibility.ts';

/** What holds more than this part of the page's text is not furniture, whatever it is called. */
const MUCH_OF_THE_TEXT = 0.3;

/** Page furniture: nothing that a person would call the text of the page. */
export function isFurniture(
  element: Element,
  tag: string,
  role: string | null,
  look: Look,
  centre: Centre,
): boolean {
  if (!looksLikeFurniture(element, tag, role, look)) return false;
  return centre.shareOf(element) < MUCH_OF_THE_TEXT;
}

function looksLikeFurniture(element: Element, tag: string, role: string | null, look: Look): boolean {
  // A modal hides everything beside it from screen readers; the article under it is still an article.
  if (element.getAttribute('aria-hidden') === 'true') return true;
  if (!look.breaks) return false;
  // Code and names; some applications set it on the whole page.
  if (element.getAttribute('translate') === 'no') return true;
  // What a dialog covers is still the page's text, unless the page shows its text in dialogs.
  if (tag === 'dialog' || role === 'dialog' || role === 'alertdialog') return true;
  if (look.overlay || tag === 'aside' || role === 'complementary') return true;
  if (tag === 'header') return element.closest('article, main, section, [role=main]') === null;
  // ASP.NET wraps the page in one form; a sign-up form holds a sentence or two.
  return tag === 'form' || (tag === 'table' && isDataTable(element)) || namesFurniture(element);
}
