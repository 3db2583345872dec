import { DATE } from './bylines.ts';

/** Two posts make a thread; one alone looks like a card. */
const FEWEST_POSTS = 2;

const AUTHOR_LINK =
  '[rel~=author], [itemprop=author], a[class*=author i], a[class*=user i], [class*=username i], ' +
  'a[href*="user" i], a[href*="member" i], a[href*="profile" i], a[href*="/u/"], a[href*="/@"]';

/** Containers are checked by the shape of their children; beyond this many, the first ones tell. */
const SAMPLE = 5;

/** The children of a container that are posts: alike in shape, each with an author link and a date. */
export function postsAmong(container: Element): Element[] {
  const children = container.children;
  if (children.length < FEWEST_POSTS) return [];
  const first = children[0];
  const last = children[children.length - 1];
  // Nearly every container fails here, before anything is searched.
  if (!first || !last || !container.querySelector(DATE)) return [];
  const alike = new Map<string, Element[]>();
  for (const child of children) {
    const shape = `${child.localName}.${child.classList[0] ?? ''}`;
    const group = alike.get(shape);
    if (group) group.push(child);
    else alike.set(shape, [child]);
  }
  for (const group of alike.values()) {
    if (group.length < FEWEST_POSTS) continue;
    if (group.slice(0, SAMPLE).every(isPost)) return group.filter(isPost);
  }
  return [];
}

function isPost(element: Element): boolean {
  return (
    element.querySelector(AUTHOR_LINK) !== null && element.querySelector(DATE) !== null && holdsText(element)
  );
}

/** A post has text that is no link; lists of recent topics do not. */
function holdsText(element: Element): boolean {
  let linked = 0;
  for (const link of element.querySelectorAll('a')) linked += link.textContent?.length ?? 0;
  const length = (element.textContent ?? '').replace(/\s+/g, ' ').length;
  return length > 80 && linked < length / 2;
}
