/** What the hit test needs of a passage. */
export interface Target {
  id: string;
  ranges: readonly Range[];
}

// How far from a text's line boxes a pointer still counts as on it: the gap between two lines.
const SLACK_PX = 4;

/** Which passage is under the pointer: by the text node there, so that the cost does not grow with the page. */
export class HitIndex {
  readonly #byText = new WeakMap<Node, Target[]>();
  /** By passage. Of a shadow tree that it was not told of, the browser names only the host. */
  readonly #shadowRoots = new Map<string, ShadowRoot[]>();
  #allShadowRoots: ShadowRoot[] | null = null;

  add(target: Target): void {
    this.#setShadowRoots(target.id, shadowRootsOf(target));
    for (const { startContainer } of target.ranges) {
      const there = this.#byText.get(startContainer) ?? [];
      this.#byText.set(startContainer, [...there.filter(({ id }) => id !== target.id), target]);
    }
  }

  remove(target: Target): void {
    this.#setShadowRoots(target.id, []);
    for (const { startContainer } of target.ranges) {
      const rest = this.#byText.get(startContainer)?.filter(({ id }) => id !== target.id) ?? [];
      if (rest.length > 0) this.#byText.set(startContainer, rest);
      else this.#byText.delete(startContainer);
    }
  }

  /** The passage whose text is drawn at a point of the window; null between paragraphs and on the margin. */
  at(x: number, y: number): string | null {
    this.#allShadowRoots ??= [...new Set([...this.#shadowRoots.values()].flat())];
    const shadowRoots = this.#allShadowRoots;
    const node = document.caretPositionFromPoint?.(x, y, { shadowRoots })?.offsetNode;
    const targets = node ? this.#byText.get(node) : undefined;
    for (const { id, ranges } of targets ?? []) {
      const here = ranges.filter((range) => range.startContainer === node);
      // The caret goes to the nearest text, however far; the pointer must be on it.
      if (here.some((range) => Array.from(range.getClientRects()).some((rect) => isIn(rect, x, y))))
        return id;
    }
    return null;
  }

  #setShadowRoots(id: string, roots: ShadowRoot[]): void {
    if (roots.length === 0 && !this.#shadowRoots.has(id)) return;
    if (roots.length === 0) this.#shadowRoots.delete(id);
    else this.#shadowRoots.set(id, roots);
    this.#allShadowRoots = null;
  }
}

function shadowRootsOf({ ranges }: Target): ShadowRoot[] {
  const roots = new Set(ranges.map(({ startContainer }) => startContainer.getRootNode()));
  return [...roots].filter((root) => root instanceof ShadowRoot);
}

function isIn(rect: DOMRect, x: number, y: number): boolean {
  return (
    x >= rect.left - SLACK_PX &&
    x <= rect.right + SLACK_PX &&
    y >= rect.top - SLACK_PX &&
    y <= rect.bottom + SLACK_PX
  );
}
