import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { SelectionCard } from '../../../entrypoints/page.content/selection-card.ts';
import type { Painter } from '../../../lib/painting/painter.ts';

// Where the keyboard goes; what is in the card is drawn by real browsers only.

/** Closes the card that is shown, as its button and Escape do. */
let closeShown: () => void;

class FakeElement {
  focus(): void {
    page.activeElement = this;
  }
}

/** The element of the card. */
const card = new FakeElement();

vi.mock('../../../entrypoints/page.content/card-host.ts', () => ({
  rectsOf: () => [],
  CardHost: class {
    show(_: unknown, { onClose }: { onClose: () => void }): void {
      this.close();
      closeShown = onClose;
    }
    holds(target: unknown): boolean {
      return target === card;
    }
    focus(): void {
      card.focus();
    }
    update(): void {}
    close(): void {
      if (page.activeElement === card) page.activeElement = page.body;
    }
  },
}));
vi.mock('../../../lib/hosting/client.ts', () => ({
  EngineClient: class {
    score(): void {}
  },
}));

let page: { activeElement: FakeElement; body: FakeElement; documentElement: { closest(): null } };
let link: FakeElement;
let life: AbortController;
let selection: SelectionCard;

beforeEach(() => {
  const body = new FakeElement();
  page = { activeElement: body, body, documentElement: { closest: () => null } };
  vi.stubGlobal('document', page);
  vi.stubGlobal('HTMLElement', FakeElement);
  for (const other of ['HTMLTextAreaElement', 'HTMLInputElement', 'Element']) vi.stubGlobal(other, class {});
  vi.stubGlobal('getSelection', () => ({ rangeCount: 0, toString: () => 'some selected words' }));
  link = new FakeElement();
  link.focus();
  life = new AbortController();
  const painter = { pointAt() {} } as unknown as Painter;
  selection = new SelectionCard({ painter, signal: life.signal, hasSecondModel: () => false });
});

afterEach(() => {
  life.abort();
  vi.unstubAllGlobals();
});

describe("the keyboard, at a selection's card", () => {
  it('goes into the card, and back when it closes', () => {
    selection.check();
    expect(page.activeElement).toBe(card);
    closeShown();
    expect(page.activeElement).toBe(link);
  });

  it('goes back to where it was before the first card where another selection was checked meanwhile', () => {
    selection.check();
    selection.check();
    closeShown();
    expect(page.activeElement).toBe(link);
  });

  it('stays where the reader has put it meanwhile', () => {
    selection.check();
    const field = new FakeElement();
    field.focus();
    closeShown();
    expect(page.activeElement).toBe(field);
  });

  it('is given back once', () => {
    selection.check();
    closeShown();
    page.body.focus();
    life.abort();
    expect(page.activeElement).toBe(page.body);
  });
});
