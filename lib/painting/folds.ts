import type { Verdict } from '../detector/verdict.ts';

const ATTRIBUTE = 'data-telltale-folded';

/**
 * Folds posts to one line, where a moderator has asked for it. The one thing Telltale ever writes into a page: an
 * attribute on the post, taken away again when it is unfolded. Nothing is removed.
 */
export class Folds {
  readonly #folded = new Map<Element, AbortController>();
  #verdicts: readonly Verdict[] = [];
  /** Posts that the reader has opened again; they stay open until the choice changes. */
  #opened = new WeakSet<Element>();

  /** The verdicts whose posts are folded. */
  get verdicts(): readonly Verdict[] {
    return this.#verdicts;
  }

  choose(verdicts: readonly Verdict[]): void {
    this.#verdicts = verdicts;
    this.#opened = new WeakSet();
    for (const element of [...this.#folded.keys()]) this.unfold(element);
  }

  /** Folds or unfolds a post by its verdict. @param label what the folded line says, e.g. "Likely AI" */
  apply(element: Element, verdict: Verdict | null, label: string): void {
    const isWanted = verdict !== null && this.#verdicts.includes(verdict) && !this.#opened.has(element);
    if (!isWanted) this.unfold(element);
    else if (!this.#folded.has(element)) this.#fold(element, label);
  }

  #fold(element: Element, label: string): void {
    const life = new AbortController();
    this.#folded.set(element, life);
    element.setAttribute(ATTRIBUTE, label);
    const open = (event: Event): void => {
      // The first click only opens the post: it must not follow a link that nobody could see.
      event.preventDefault();
      event.stopPropagation();
      this.#opened.add(element);
      this.unfold(element);
    };
    element.addEventListener('click', open, { capture: true, signal: life.signal });
    // Whoever comes by keyboard to something inside a folded post sees it.
    element.addEventListener('focusin', open, { capture: true, signal: life.signal });
  }

  unfold(element: Element): void {
    this.#folded.get(element)?.abort();
    if (this.#folded.delete(element)) element.removeAttribute(ATTRIBUTE);
  }
}

/** The rules of a folded post, for the same user sheet as the marks. */
export const FOLDS_CSS = `
[${ATTRIBUTE}] { display: block !important; max-height: 2.2em !important; min-height: 0 !important; overflow: hidden !important;
  cursor: pointer !important; opacity: 0.75 !important; }
[${ATTRIBUTE}]::before { content: attr(${ATTRIBUTE}) !important; display: block !important; padding: 0.4em 0.8em !important;
  font: 600 0.85rem/1.4 system-ui, sans-serif !important; border-inline-start: 3px solid currentColor !important; }`;
