import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Entry } from '../../../entrypoints/page.content/entry.ts';
import type { PageCheck } from '../../../entrypoints/page.content/page-check.ts';
import { PassageCards } from '../../../entrypoints/page.content/passage-cards.ts';
import type { Painter } from '../../../lib/painting/painter.ts';

// When cards open and close; what is in them is drawn by real browsers only.

/** The text of the card that is shown. */
let shown: string | null = null;
/** What the keyboard goes back to when a card closes. */
let focusBefore: FakeLink | null = null;

class FakeLink {
  matches(): boolean {
    return true;
  }
}

vi.mock('../../../entrypoints/page.content/card-host.ts', () => ({
  CardHost: class {
    get isOpen(): boolean {
      return shown !== null;
    }
    show({ content }: { content: { text: string } }): void {
      shown = content.text;
    }
    holds(): boolean {
      return false;
    }
    focus(): void {}
    update(): void {}
    close(): void {
      shown = null;
      if (focusBefore) focusOn(focusBefore);
    }
  },
}));

const link = new FakeLink();

const entryOf = (id: string): Entry =>
  ({
    passage: { id, text: id, blocks: [{ element: { contains: () => id === 'first' } }], unit: null },
    ranges: [],
    score: null,
    final: true,
  }) as unknown as Entry;

/** Two marked passages, one above the other, and nothing below them. */
const entries = new Map(['first', 'second'].map((id) => [id, entryOf(id)]));
const check = {
  entries,
  marked: [...entries.values()],
  hits: { at: (_x: number, y: number) => (y < 100 ? 'first' : y < 200 ? 'second' : null) },
  shown: () => 'likely-ai',
  unitVerdict: () => null,
} as unknown as PageCheck;
const painter = { shown: true, pointAt() {} } as unknown as Painter;

let heard: Record<string, (event: Partial<PointerEvent>) => void>;
let life: AbortController;
let cards: PassageCards;

beforeEach(() => {
  vi.useFakeTimers();
  heard = {};
  vi.stubGlobal('document', {
    addEventListener: (type: string, listener: (typeof heard)[string]) => {
      heard[type] = listener;
    },
  });
  vi.stubGlobal('HTMLElement', FakeLink);
  shown = null;
  focusBefore = null;
  life = new AbortController();
  cards = new PassageCards({ check, painter, signal: life.signal });
});

afterEach(() => {
  life.abort();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const pointTo = (clientY: number): void =>
  heard.pointermove?.({ pointerType: 'mouse', clientX: 50, clientY, target: null });

/** The keyboard comes to a link, in a shadow tree of which the page sees the host only. */
const focusOn = (target: FakeLink): void =>
  heard.focusin?.({ target: {} as EventTarget, composedPath: () => [target as unknown as EventTarget] });

/** The pointer comes to a passage and rests there until its card is shown. */
function restOn(clientY: number): void {
  pointTo(clientY);
  vi.advanceTimersByTime(1000);
}

describe('cards by pointer', () => {
  it('opens where the pointer rests, and closes when it has left', () => {
    restOn(50);
    expect(shown).toBe('first');
    pointTo(300);
    vi.advanceTimersByTime(1000);
    expect(shown).toBeNull();
    restOn(150);
    expect(shown).toBe('second');
  });

  it('stays open where the pointer came from another card, whose time to close was running', () => {
    restOn(50);
    // On its way out of the first passage, and at rest in the second soon after.
    pointTo(150);
    vi.advanceTimersByTime(50);
    restOn(155);
    expect(shown).toBe('second');
    pointTo(300);
    vi.advanceTimersByTime(1000);
    expect(shown).toBeNull();
  });

  it('gives way to the keyboard: a pointer that rested before opens nothing over its card', () => {
    pointTo(50);
    cards.open('second', 'keyboard');
    vi.advanceTimersByTime(1000);
    expect(shown).toBe('second');
  });
});

describe('cards by keyboard', () => {
  it('opens at a link in a passage, also in a shadow tree', () => {
    focusOn(link);
    expect(shown).toBe('first');
  });

  it('is not opened by the keyboard that goes back from another card', () => {
    cards.open('second', 'keyboard');
    focusBefore = link;
    cards.close();
    expect(shown).toBeNull();
  });
});
