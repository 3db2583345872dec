import { signal } from '@preact/signals';
import { render } from 'preact';
import tokensCss from '../tokens.css?inline';
import verdictMarkCss from '../verdict-mark.css?inline';
import cardCss from './card.css?inline';
import { Card } from './card.tsx';
import type { CardCallbacks, CardContent } from './content.ts';
import evidenceCss from './evidence.css?inline';
import { type Box, placeCard } from './place.ts';

export type { CardCallbacks, CardContent, CardUnit } from './content.ts';

export interface CardHandle {
  /** Shows a newer state of the same passage, or another passage. */
  update(content: CardContent): void;
  /** Puts the card beside these lines, in viewport pixels: after a scroll, a resize, an update. */
  place(anchorRects: readonly Box[]): void;
  /** Gives the keyboard to the card: where it was opened from the keyboard, not on hover. */
  focus(): void;
  /** Takes the card away; does not call `onClose`. */
  close(): void;
}

/** Shows the card in a shadow root that is the card's alone. Its element should have no size of its own. */
export function mountCard(
  root: ShadowRoot,
  content: CardContent,
  callbacks: CardCallbacks,
  anchorRects: readonly Box[],
): CardHandle {
  const until = new AbortController();
  const shown = signal(content);
  let anchor = anchorRects;

  // A style element, not `adoptedStyleSheets`: Firefox lets no content script set those.
  const style = document.createElement('style');
  style.textContent = tokensCss + verdictMarkCss + cardCss + evidenceCss;
  const stage = document.createElement('div');
  stage.className = 'stage';
  root.replaceChildren(style, stage);
  render(<Live />, stage);

  function Live() {
    return <Card content={shown.value} callbacks={callbacks} />;
  }

  function place(): void {
    stage.style.maxHeight = '';
    const { width, height } = stage.getBoundingClientRect();
    const { clientWidth, clientHeight } = document.documentElement;
    const viewport = {
      width: clientWidth,
      height: document.compatMode === 'BackCompat' ? innerHeight : clientHeight,
    };
    const { left, top, maxHeight } = placeCard(anchor, { width, height }, viewport);
    stage.style.left = `${left}px`;
    stage.style.top = `${top}px`;
    stage.style.maxHeight = `${maxHeight}px`;
  }

  // Its size changes with its content, after Preact has drawn it.
  const watcher = new ResizeObserver(place);
  const card = stage.firstElementChild;
  if (card) watcher.observe(card);
  addEventListener('resize', place, { signal: until.signal });
  document.addEventListener('keydown', (event) => event.key === 'Escape' && callbacks.onClose(), {
    capture: true,
    signal: until.signal,
  });
  place();

  return {
    update(next) {
      shown.value = next;
    },
    place(rects) {
      anchor = rects;
      place();
    },
    focus() {
      (stage.firstElementChild as HTMLElement | null)?.focus({ preventScroll: true });
    },
    close() {
      until.abort();
      watcher.disconnect();
      render(null, stage);
      root.replaceChildren();
    },
  };
}
