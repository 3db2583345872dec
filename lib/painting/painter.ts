import type { Verdict } from '../detector/verdict.ts';
import { type Ground, isMarked, type MarkStyle, markName, SENTENCE_MARK } from './marks.ts';

interface Mark {
  name: string | null;
  ranges: Range[];
}

/**
 * Draws marks with CSS custom highlights: nothing is added to the page's tree, and no text moves.
 * Keeps its own table of what is drawn, since not every browser lets `CSS.highlights` be listed.
 */
export class Painter {
  readonly #marks = new Map<string, Mark>();
  readonly #highlights = new Map<string, Highlight>();
  #style: MarkStyle | 'off';
  #shown = true;

  constructor(style: MarkStyle | 'off') {
    this.#style = style;
  }

  get shown(): boolean {
    return this.#shown;
  }

  /** Draws a passage's mark, or takes it away where the verdict has none. */
  paint(id: string, ranges: Range[], verdict: Verdict | null, ground: Ground): void {
    const name = isMarked(verdict) && this.#style !== 'off' ? markName(verdict, this.#style, ground) : null;
    const before = this.#marks.get(id);
    if (before) this.#undraw(before);
    const mark = { name, ranges };
    this.#marks.set(id, mark);
    this.#draw(mark);
  }

  erase(id: string): void {
    const mark = this.#marks.get(id);
    if (!mark) return;
    this.#undraw(mark);
    this.#marks.delete(id);
  }

  /** Hides all marks, or shows them again. */
  show(shown: boolean): void {
    if (shown === this.#shown) return;
    for (const mark of this.#marks.values()) {
      if (shown) this.#shown = true;
      if (shown) this.#draw(mark);
      else this.#undraw(mark);
    }
    this.#shown = shown;
  }

  /** A later `paint` uses this style; paint what is there again to change it. */
  setStyle(style: MarkStyle | 'off'): void {
    this.#style = style;
  }

  /** Points at one sentence, over any mark; none where there are no ranges. */
  pointAt(ranges: readonly Range[]): void {
    CSS.highlights.delete(SENTENCE_MARK);
    if (ranges.length === 0) return;
    const highlight = new Highlight(...ranges);
    highlight.priority = 1;
    CSS.highlights.set(SENTENCE_MARK, highlight);
  }

  clear(): void {
    for (const id of [...this.#marks.keys()]) this.erase(id);
    this.pointAt([]);
  }

  #draw({ name, ranges }: Mark): void {
    if (name === null || !this.#shown) return;
    let highlight = this.#highlights.get(name);
    if (!highlight) {
      highlight = new Highlight();
      this.#highlights.set(name, highlight);
      CSS.highlights.set(name, highlight);
    }
    for (const range of ranges) highlight.add(range);
  }

  #undraw({ name, ranges }: Mark): void {
    const highlight = name === null ? undefined : this.#highlights.get(name);
    if (name === null || !highlight) return;
    for (const range of ranges) highlight.delete(range);
    if (highlight.size > 0) return;
    this.#highlights.delete(name);
    CSS.highlights.delete(name);
  }
}
