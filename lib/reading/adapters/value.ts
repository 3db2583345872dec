import type { Where } from './adapter.ts';

/** The first value that a post itself states; what is nested in a reply or in a quote is not the post's. */
export function statedIn(post: Element, where: Where, inner: string): string | null {
  for (const place of where) {
    const [selector, attribute] = split(place);
    const found = selector === '' ? [post] : post.querySelectorAll(selector);
    for (const element of found) {
      if (element !== post && belongsToInner(element, post, inner)) continue;
      const value = (attribute ? element.getAttribute(attribute) : element.textContent)
        ?.replace(/\s+/g, ' ')
        .trim();
      if (value) return value;
    }
  }
  return null;
}

/** `time@datetime` is an attribute; an `@` inside brackets is part of the selector. */
function split(place: string): [selector: string, attribute: string | null] {
  const match = /^(.*)@([\w-]+)$/.exec(place);
  return match ? [match[1] ?? '', match[2] ?? null] : [place, null];
}

function belongsToInner(element: Element, post: Element, inner: string): boolean {
  const owner = element.closest(inner);
  return owner !== null && owner !== post && post.contains(owner);
}
