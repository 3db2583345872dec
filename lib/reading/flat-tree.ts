/** Opens a closed shadow root; only an extension can, so the caller passes its browser's way of doing it. */
export type OpenShadowRoot = (host: HTMLElement) => ShadowRoot | null;

/** Only these can host a shadow root; asking the extension API for every element would be slow. */
const NATIVE_HOSTS = new Set(
  'article aside blockquote body div footer h1 h2 h3 h4 h5 h6 header main nav p section span'.split(' '),
);

export function shadowRootOf(element: Element, openShadowRoot?: OpenShadowRoot): ShadowRoot | null {
  if (element.shadowRoot) return element.shadowRoot;
  if (!openShadowRoot || !(element instanceof HTMLElement)) return null;
  const tag = element.localName;
  return tag.includes('-') || NATIVE_HOSTS.has(tag) ? openShadowRoot(element) : null;
}

/**
 * The children of a node as they are drawn: a host shows its shadow tree, a slot what is assigned to it.
 * Null means the plain child list, which the walker follows by `nextSibling` without a copy.
 */
export function drawnChildren(element: Element, openShadowRoot?: OpenShadowRoot): Node | Node[] | null {
  const shadow = shadowRootOf(element, openShadowRoot);
  if (shadow) return shadow.firstChild;
  if (element instanceof HTMLSlotElement) {
    const assigned = element.assignedNodes();
    if (assigned.length > 0) return assigned;
  }
  return element.firstChild;
}
