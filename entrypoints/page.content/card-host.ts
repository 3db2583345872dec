import { browser } from 'wxt/browser';
import {
  type CardCallbacks,
  type CardContent,
  type CardHandle,
  mountCard,
} from '../../components/card/mount.tsx';
import type { Score } from '../../lib/detector/verdict.ts';
import { MAX_PASSAGE_CHARS, type PageQuestion } from '../../lib/protocol/messages.ts';
import type { Kept } from '../../lib/settings/disagreements.ts';

/** What the card speaks of, and where that is drawn. */
export interface CardSubject {
  content: CardContent;
  /** Lines of the passage or the selection, in viewport pixels; asked again whenever the page moves. */
  rects: () => DOMRect[];
}

/**
 * The one card of a document. It lives in a closed shadow root beside the body, out of the page's flow, and only
 * while it is shown: before and after, the page's tree is as the page made it.
 */
export class CardHost {
  #element: HTMLElement | null = null;
  #handle: CardHandle | null = null;
  #subject: CardSubject | null = null;
  #life = new AbortController();
  /** Where the keyboard was before it was taken into the card. */
  #focusBefore: HTMLElement | null = null;

  get isOpen(): boolean {
    return this.#handle !== null;
  }

  show(subject: CardSubject, callbacks: CardCallbacks): void {
    this.close();
    this.#subject = subject;
    this.#life = new AbortController();
    const element = document.createElement('telltale-card');
    // A page's own rules must neither hide nor move it. As a popover it is above everything, dialogs included.
    element.popover = 'manual';
    element.style.cssText =
      'all: initial !important; position: fixed !important; inset: 0 auto auto 0 !important; z-index: 2147483647 !important;';
    this.#element = element;
    document.documentElement.append(element);
    const shadow = element.attachShadow({ mode: 'closed' });
    this.#handle = mountCard(shadow, subject.content, callbacks, subject.rects());
    element.showPopover?.();
    const moved = { signal: this.#life.signal, passive: true, capture: true };
    window.addEventListener('scroll', () => this.#place(), moved);
  }

  /** Shows a newer state of the same subject. */
  update(content: CardContent): void {
    this.#handle?.update(content);
    this.#place();
  }

  /** Takes the keyboard into the card, until it closes. */
  focus(): void {
    const focused = focusedElement();
    if (!this.holds(document.activeElement))
      this.#focusBefore = focused instanceof HTMLElement ? focused : null;
    this.#handle?.focus();
  }

  /** Whether an event on the document came from inside the card. */
  holds(target: EventTarget | null): boolean {
    return target !== null && target === this.#element;
  }

  close(): void {
    const isOurs = this.#isFocusOurs();
    this.#life.abort();
    this.#handle?.close();
    this.#element?.remove();
    this.#handle = null;
    this.#element = null;
    this.#subject = null;
    if (isOurs) this.#focusBefore?.focus({ preventScroll: true });
    this.#focusBefore = null;
  }

  /** Whether nobody has taken the keyboard elsewhere since the card got it. */
  #isFocusOurs(): boolean {
    const { activeElement, body } = document;
    return activeElement === null || activeElement === body || this.holds(activeElement);
  }

  #place(): void {
    if (this.#subject) this.#handle?.place(this.#subject.rects());
  }
}

/** Also inside the page's open shadow trees. */
function focusedElement(): Element | null {
  let found = document.activeElement;
  while (found?.shadowRoot?.activeElement) found = found.shadowRoot.activeElement;
  return found;
}

/** Keeps what a reader called wrong, where the settings allow it. */
export async function keepDisagreement(text: string, score: Score | null): Promise<Kept> {
  const { verdict = 'no-signs', logit = null } = score ?? {};
  const judged = text.slice(0, MAX_PASSAGE_CHARS);
  const question: PageQuestion = { type: 'disagree', text: judged, verdict, logit };
  const kept: unknown = await browser.runtime.sendMessage(question).catch(() => 'off');
  return kept === 'kept' || kept === 'full' ? kept : 'off';
}

/** Takes back the reader's rule to check this site by itself. */
export function stopSite(): void {
  const question: PageQuestion = { type: 'stop-site' };
  browser.runtime.sendMessage(question).catch(console.error);
}

/** Lines of ranges, as the card wants them. */
export function rectsOf(ranges: readonly Range[]): DOMRect[] {
  return ranges.flatMap((range) => Array.from(range.getClientRects()));
}
