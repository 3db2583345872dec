import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { CardHost } from '../../../entrypoints/page.content/card-host.ts';

// Where the keyboard goes; what is in the card is drawn by real browsers only.

class FakeElement {
  style = {};
  shadowRoot: { activeElement: FakeElement } | null = null;

  focus(): void {
    page.activeElement = this;
  }

  attachShadow(): void {}

  remove(): void {
    if (page.activeElement === this) page.activeElement = page.body;
  }
}

vi.mock('../../../components/card/mount.tsx', () => ({
  mountCard: () => ({ close() {}, place() {}, update() {}, focus: () => card?.focus() }),
}));

/** The element of the card that is shown. */
let card: FakeElement | null;
let page: { activeElement: FakeElement; body: FakeElement };
let link: FakeElement;
let host: CardHost;

beforeEach(() => {
  const body = new FakeElement();
  page = { activeElement: body, body };
  vi.stubGlobal('document', {
    get activeElement() {
      return page.activeElement;
    },
    body,
    documentElement: { append() {} },
    createElement: () => {
      card = new FakeElement();
      return card;
    },
  });
  vi.stubGlobal('window', { addEventListener() {} });
  vi.stubGlobal('HTMLElement', FakeElement);
  link = new FakeElement();
  link.focus();
  host = new CardHost();
});

afterEach(() => vi.unstubAllGlobals());

const show = (): void =>
  host.show({ content: {} as never, rects: () => [] }, {} as Parameters<CardHost['show']>[1]);

function showAndEnter(): void {
  show();
  host.focus();
}

describe('the keyboard, at a card', () => {
  it('goes into the card where that is asked, and back when it closes', () => {
    show();
    expect(page.activeElement).toBe(link);
    host.focus();
    expect(page.activeElement).toBe(card);
    host.close();
    expect(page.activeElement).toBe(link);
  });

  it('goes back to where it was before the first card where another was shown meanwhile', () => {
    showAndEnter();
    showAndEnter();
    host.close();
    expect(page.activeElement).toBe(link);
  });

  it('goes back into a shadow tree of the page', () => {
    const tree = new FakeElement();
    tree.shadowRoot = { activeElement: link };
    tree.focus();
    showAndEnter();
    host.close();
    expect(page.activeElement).toBe(link);
  });

  it('stays where the reader has put it meanwhile', () => {
    showAndEnter();
    const field = new FakeElement();
    field.focus();
    host.close();
    expect(page.activeElement).toBe(field);
  });

  it('is given back once', () => {
    showAndEnter();
    host.close();
    page.body.focus();
    host.close();
    expect(page.activeElement).toBe(page.body);
  });
});
