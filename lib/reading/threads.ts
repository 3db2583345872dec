import { DATE } from './bylines.ts';
import type { Centre } from './centre.ts';
import { isHeading } from './tags.ts';

/** Two posts make a thread; one alone looks like a card. */
const FEWEST_POSTS = 2;

/** More is not read of any page; looking at 100,000 children would take a quarter of a second. */
const MOST_POSTS = 10_000;

const AUTHOR_LINK =
  '[rel~=author], [itemprop=author], a[class*=author i], a[class*=user i], [class*=username i], ' +
  'a[href*="user" i], a[href*="member" i], a[href*="profile" i], a[href*="/u/"], a[href*="/@"]';

/** With its author and date; less is a card. */
const SHORTEST_POST_CHARS = 80;

/** Containers are checked by the shape of their children; beyond this many, the first ones tell. */
const SAMPLE = 5;

/** One of two columns may hold an author and a date too; but a column holds nearly all of the text. */
const MOST_OF_THE_TEXT = 0.8;

/** The children of a container that are posts: alike in shape, each with an author link and a date. */
export function postsAmong(container: Element, centre: Centre): Element[] {
  if (container.childElementCount < FEWEST_POSTS || isHeading(container.localName)) return [];
  if (container.localName === 'p' || container.childElementCount > MOST_POSTS) return [];
  const alike = new Map<string, Element[]>();
  for (const child of container.children) {
    const shape = `${child.localName}.${child.classList[0] ?? ''}`;
    const group = alike.get(shape);
    if (group) group.push(child);
    else alike.set(shape, [child]);
  }
  for (const group of alike.values()) {
    // Nearly every group fails at its first member, so that little is searched.
    if (group.length < FEWEST_POSTS || !group.slice(0, SAMPLE).every(isPost)) continue;
    if (group.some((post) => centre.shareOf(post) > MOST_OF_THE_TEXT)) continue;
    return group.filter(isPost);
  }
  return [];
}

function isPost(element: Element): boolean {
  if (element.childElementCount === 0) return false;
  return (
    element.querySelector(AUTHOR_LINK) !== null && element.querySelector(DATE) !== null && holdsText(element)
  );
}

/** A post has text that is no link; lists of recent topics do not. */
function holdsText(element: Element): boolean {
  let linked = 0;
  for (const link of element.querySelectorAll('a')) linked += link.textContent?.length ?? 0;
  const length = (element.textContent ?? '').replace(/\s+/g, ' ').length;
  return length > SHORTEST_POST_CHARS && linked < length / 2;
}
