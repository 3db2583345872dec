import type { Verdict } from '../detector/verdict.ts';
import { Margin } from './margin.ts';
import {
  type DrawnVerdict,
  type Ground,
  isMarked,
  type MarkStyle,
  markName,
  SENTENCE_MARK,
} from './marks.ts';

/** The reader's choice of marks. */
export interface PainterLook {
  style: MarkStyle;
  /** Draws a thin line under passages without signs as well. */
  noSigns: boolean;
}

interface Mark {
  ranges: Range[];
  verdict: DrawnVerdict | null;
  ground: Ground;
}

/**
 * Draws marks with CSS custom highlights: nothing is added to the page's tree, and no text moves.
 * Keeps its own table of what is drawn, since not every browser lets `CSS.highlights` be listed.
 */
export class Painter {
  readonly #marks = new Map<string, Mark>();
  readonly #highlights = new Map<string, Highlight>();
  readonly #margin = new Margin();
  #look: PainterLook;
  #shown = true;

  constructor(look: PainterLook) {
    this.#look = look;
  }

  get shown(): boolean {
    return this.#shown;
  }

  /** Draws a passage's mark, or takes it away where the verdict has none. */
  paint(id: string, ranges: Range[], verdict: Verdict | null, ground: Ground): void {
    this.erase(id);
    const mark = { ranges, ground, verdict: isDrawable(verdict) ? verdict : null };
    this.#marks.set(id, mark);
    this.#draw(id, mark);
  }

  erase(id: string): void {
    const mark = this.#marks.get(id);
    if (mark) this.#undraw(id, mark);
    this.#marks.delete(id);
  }

  /** Hides all marks, or shows them again. */
  show(shown: boolean): void {
    this.#redraw(() => {
      this.#shown = shown;
    });
  }

  /** Follows a change of the reader's choice at once. */
  setLook(look: PainterLook): void {
    this.#redraw(() => {
      this.#look = look;
    });
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

  #redraw(change: () => void): void {
    for (const [id, mark] of this.#marks) this.#undraw(id, mark);
    change();
    for (const [id, mark] of this.#marks) this.#draw(id, mark);
  }

  #draw(id: string, { ranges, verdict, ground }: Mark): void {
    const { style, noSigns } = this.#look;
    if (!this.#shown || style === 'off' || verdict === null) return;
    if (!isMarked(verdict) && !noSigns) return;
    if (style === 'margin') {
      this.#margin.draw(id, ranges, verdict, ground);
      return;
    }
    const highlight = this.#highlightNamed(markName(verdict, style, ground));
    for (const range of ranges) highlight.add(range);
  }

  #highlightNamed(name: string): Highlight {
    const there = this.#highlights.get(name);
    if (there) return there;
    const highlight = new Highlight();
    this.#highlights.set(name, highlight);
    CSS.highlights.set(name, highlight);
    return highlight;
  }

  #undraw(id: string, { ranges, verdict, ground }: Mark): void {
    const { style } = this.#look;
    if (style === 'margin') this.#margin.erase(id);
    if (style === 'margin' || style === 'off' || verdict === null) return;
    const name = markName(verdict, style, ground);
    const highlight = this.#highlights.get(name);
    if (!highlight) return;
    for (const range of ranges) highlight.delete(range);
    if (highlight.size > 0) return;
    this.#highlights.delete(name);
    CSS.highlights.delete(name);
  }
}

function isDrawable(verdict: Verdict | null): verdict is DrawnVerdict {
  return isMarked(verdict) || verdict === 'no-signs';
}
