import { type DrawnVerdict, type Ground, LOOKS } from './marks.ts';

const WIDTH_PX = 4;
// Between bar and text; most pages leave more than this beside a column.
const GAP_PX = 8;

interface Bar {
  element: HTMLElement;
  ranges: readonly Range[];
}

/**
 * Bars beside marked passages, for readers who want the text itself untouched. They stand in one layer beside the
 * body, out of the page's flow, and follow it when it is laid out anew.
 */
export class Margin {
  readonly #bars = new Map<string, Bar>();
  #layer: HTMLElement | null = null;
  #root: ShadowRoot | null = null;
  readonly #watcher = new ResizeObserver(() => this.#placeAll());

  draw(id: string, ranges: readonly Range[], verdict: DrawnVerdict, ground: Ground): void {
    this.erase(id);
    const { colour, line } = LOOKS[verdict][ground];
    const element = document.createElement('div');
    element.style.cssText = `position: absolute; width: 0; border-left: ${WIDTH_PX}px ${line} ${colour};`;
    const bar = { element, ranges };
    this.#bars.set(id, bar);
    this.#open().append(element);
    place(bar);
  }

  erase(id: string): void {
    this.#bars.get(id)?.element.remove();
    this.#bars.delete(id);
    if (this.#bars.size === 0) this.#close();
  }

  #open(): ShadowRoot {
    if (this.#root) return this.#root;
    this.#layer = document.createElement('telltale-margin');
    this.#layer.setAttribute('aria-hidden', 'true');
    this.#layer.style.cssText =
      'all: initial !important; position: absolute !important; inset: 0 auto auto 0 !important; width: 0 !important; height: 0 !important; pointer-events: none !important; z-index: 2147483646 !important;';
    this.#root = this.#layer.attachShadow({ mode: 'closed' });
    document.documentElement.append(this.#layer);
    this.#watcher.observe(document.documentElement);
    if (document.body) this.#watcher.observe(document.body);
    // Text inside a scrolling box moves without the page's size changing.
    document.addEventListener('scroll', this.#placeAll, { capture: true, passive: true });
    return this.#root;
  }

  #close(): void {
    this.#watcher.disconnect();
    document.removeEventListener('scroll', this.#placeAll, { capture: true });
    this.#layer?.remove();
    this.#layer = null;
    this.#root = null;
  }

  #placeAll = (): void => {
    for (const bar of this.#bars.values()) place(bar);
  };
}

function place({ element, ranges }: Bar): void {
  const boxes = ranges.map((range) => range.getBoundingClientRect()).filter(({ height }) => height > 0);
  const left = Math.min(...boxes.map((box) => box.left));
  const top = Math.min(...boxes.map((box) => box.top));
  const bottom = Math.max(...boxes.map((box) => box.bottom));
  element.hidden = boxes.length === 0;
  if (boxes.length === 0) return;
  element.style.left = `${Math.max(0, left - GAP_PX - WIDTH_PX) + scrollX}px`;
  element.style.top = `${top + scrollY}px`;
  element.style.height = `${bottom - top}px`;
}
