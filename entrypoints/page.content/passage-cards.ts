import type { CardContent } from '../../components/card/mount.tsx';
import { SecondAsker } from '../../lib/hosting/second-asker.ts';
import { isMarked } from '../../lib/painting/marks.ts';
import type { Painter } from '../../lib/painting/painter.ts';
import { languageOf, rangesOf } from '../../lib/reading/index.ts';
import { CardHost, keepDisagreement, rectsOf, stopSite } from './card-host.ts';
import { type Entry, isJudgedInPart } from './entry.ts';
import type { PageCheck } from './page-check.ts';

// A pointer that rests this long wants to know; one that passes through does not.
const REST_MS = 250;
// Time to move the pointer from the passage to its card.
const LEAVE_MS = 350;

/** Shows the card of a marked passage: on hover, on keyboard focus inside it, and when a reader goes to a mark. */
export class PassageCards {
  readonly #check: PageCheck;
  readonly #painter: Painter;
  readonly #host = new CardHost();
  readonly #second = new SecondAsker(() => this.refresh());
  #current: string | null = null;
  #openedBy: 'pointer' | 'keyboard' = 'pointer';
  #restTimer: ReturnType<typeof setTimeout> | undefined;
  #leaveTimer: ReturnType<typeof setTimeout> | undefined;
  /** The keyboard is just going back to where it was: that opens no card. */
  #isClosing = false;

  constructor(options: { check: PageCheck; painter: Painter; signal: AbortSignal }) {
    this.#check = options.check;
    this.#painter = options.painter;
    const quietly = { signal: options.signal, passive: true, capture: true };
    document.addEventListener('pointermove', (event) => this.#pointerMoved(event), quietly);
    document.addEventListener('pointerup', (event) => this.#pointerUp(event), quietly);
    document.addEventListener('focusin', (event) => this.#focusMoved(event), quietly);
    options.signal.addEventListener('abort', () => this.close());
  }

  /** The passage whose card is shown, or was shown last: where a step to the next mark begins. */
  get current(): string | null {
    return this.#current;
  }

  open(id: string, by: 'pointer' | 'keyboard'): void {
    const entry = this.#check.entries.get(id);
    if (!entry) return;
    // The pointer may have come from another passage a moment ago, whose card was about to be closed.
    this.#clearTimers();
    this.#second.forget();
    this.#current = id;
    this.#openedBy = by;
    this.#host.show(
      { content: this.#contentOf(entry), rects: () => rectsOf(entry.ranges) },
      {
        onClose: () => this.close(),
        onHoverSentence: (index) => this.#pointAt(entry, index),
        onCopy: (summary) => copyText(summary),
        onWrong: () => keepDisagreement(entry.passage.text, entry.score),
        onAskSecond: (withSentences) => {
          const { passage } = entry;
          this.#second.ask({ text: passage.text, language: languageOf(passage), withSentences });
        },
        onStopSite: () => {
          stopSite();
          this.close();
          this.#check.leave();
        },
      },
    );
    if (by === 'keyboard') this.#host.focus();
  }

  /** Brings an open card up to date with the check. */
  refresh(): void {
    if (!this.#host.isOpen || this.#current === null) return;
    const entry = this.#check.entries.get(this.#current);
    if (entry) this.#host.update(this.#contentOf(entry));
    else this.close();
  }

  close(): void {
    this.#clearTimers();
    if (!this.#host.isOpen) return;
    this.#painter.pointAt([]);
    this.#second.forget();
    this.#isClosing = true;
    this.#host.close();
    this.#isClosing = false;
  }

  #contentOf(entry: Entry): CardContent {
    const { passage, score, final } = entry;
    const verdict = this.#check.unitVerdict(passage.unit);
    return {
      kind: 'passage',
      text: passage.text,
      // The card says no more than the mark does.
      score: score && { ...score, verdict: this.#check.shown(entry) ?? score.verdict },
      final,
      isCut: isJudgedInPart(passage),
      second: final && this.#check.hasSecondModel ? this.#second.view : undefined,
      canStopSite: this.#check.isAutomatic,
      unit: passage.unit && {
        kind: passage.unit.kind,
        author: passage.unit.author,
        verdict: verdict?.verdict ?? null,
        passages: this.#check.passagesOf(passage.unit),
      },
    };
  }

  #pointAt({ passage, score }: Entry, index: number | null): void {
    const sentence = index === null ? null : score?.sentences[index];
    this.#painter.pointAt(sentence ? rangesOf(passage, sentence.start, sentence.end) : []);
  }

  #pointerMoved(event: PointerEvent): void {
    if (event.pointerType === 'touch') return;
    clearTimeout(this.#restTimer);
    if (this.#host.holds(event.target)) {
      this.#cancelLeave();
      return;
    }
    const { clientX, clientY } = event;
    this.#restTimer = setTimeout(() => {
      const id = this.#markedAt(clientX, clientY);
      if (id !== null && !(id === this.#current && this.#host.isOpen)) this.open(id, 'pointer');
    }, REST_MS);
    if (this.#host.isOpen && this.#openedBy === 'pointer') this.#leaveSoon(clientX, clientY);
  }

  #leaveSoon(x: number, y: number): void {
    if (this.#markedAt(x, y) === this.#current) {
      this.#cancelLeave();
    } else {
      this.#leaveTimer ??= setTimeout(() => {
        this.#leaveTimer = undefined;
        this.close();
      }, LEAVE_MS);
    }
  }

  #cancelLeave(): void {
    clearTimeout(this.#leaveTimer);
    this.#leaveTimer = undefined;
  }

  #clearTimers(): void {
    clearTimeout(this.#restTimer);
    this.#cancelLeave();
  }

  /** A tap opens the card where there is no hovering; anywhere else it closes it. */
  #pointerUp(event: PointerEvent): void {
    if (this.#host.holds(event.target)) return;
    const id = this.#markedAt(event.clientX, event.clientY);
    const hasSelected = !(getSelection()?.isCollapsed ?? true);
    if (id !== null && event.pointerType === 'touch' && !hasSelected) this.open(id, 'pointer');
    else if (id === null && this.#host.isOpen) this.close();
  }

  /** The keyboard has come to a link or a button inside a marked passage: show its card, leave the focus there. */
  #focusMoved(event: FocusEvent): void {
    // In a shadow tree the event's target is only the tree's host.
    const target = event.composedPath()[0] ?? null;
    if (this.#isClosing || this.#host.holds(event.target)) return;
    if (!(target instanceof HTMLElement) || !target.matches(':focus-visible')) return;
    const entry = this.#check.marked.find(({ passage }) =>
      passage.blocks.some(({ element }) => element.contains(target)),
    );
    if (entry) this.open(entry.passage.id, 'pointer');
    else if (this.#host.isOpen) this.close();
  }

  #markedAt(x: number, y: number): string | null {
    if (!this.#painter.shown) return null;
    const id = this.#check.hits.at(x, y);
    const entry = id === null ? undefined : this.#check.entries.get(id);
    return entry && isMarked(this.#check.shown(entry)) ? id : null;
  }
}

export async function copyText(text: string): Promise<boolean> {
  return navigator.clipboard.writeText(text).then(
    () => true,
    () => copyTheOldWay(text),
  );
}

/** On pages without a secure context there is no clipboard API. */
function copyTheOldWay(text: string): boolean {
  let copied = false;
  const copy = (event: ClipboardEvent): void => {
    event.preventDefault();
    event.stopImmediatePropagation();
    event.clipboardData?.setData('text/plain', text);
    copied = true;
  };
  document.addEventListener('copy', copy, { capture: true, once: true });
  document.execCommand('copy');
  document.removeEventListener('copy', copy, { capture: true });
  return copied;
}
