import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Box, placeCard } from '../../../components/card/place.ts';

const VIEWPORT = { width: 1200, height: 800 };
const CARD = { width: 352, height: 360 };

function overlap(a: Box, b: Box): boolean {
  return (
    a.left < b.left + b.width &&
    b.left < a.left + a.width &&
    a.top < b.top + b.height &&
    b.top < a.top + a.height
  );
}

function cardBox(lines: Box[], card = CARD, viewport = VIEWPORT): Box {
  const { left, top, maxHeight } = placeCard(lines, card, viewport);
  return { left, top, width: card.width, height: Math.min(card.height, maxHeight) };
}

describe('the place of the card', () => {
  it('is in the margin where there is room, so that the next lines stay free', () => {
    const lines = [{ left: 200, top: 100, width: 600, height: 24 }];
    expect(cardBox(lines)).toMatchObject({ left: 810, top: 100 });
  });

  it('is in the other margin where only that has room', () => {
    const lines = [{ left: 500, top: 100, width: 650, height: 24 }];
    expect(cardBox(lines)).toMatchObject({ left: 138, top: 100 });
  });

  it('is below the passage where the margins are narrow', () => {
    const lines = [{ left: 200, top: 100, width: 800, height: 24 }];
    expect(cardBox(lines)).toMatchObject({ left: 200, top: 134 });
  });

  it('is above a passage at the bottom of the view', () => {
    const lines = [{ left: 200, top: 700, width: 800, height: 80 }];
    expect(cardBox(lines).top).toBe(330);
  });

  it('is in the margin beside a passage that fills the height', () => {
    const lines = [{ left: 100, top: -200, width: 600, height: 1400 }];
    expect(cardBox(lines)).toMatchObject({ left: 710, top: 8 });
  });

  it('never covers its passage where any side has room, and stays in view', () => {
    const box = fc.record({
      left: fc.integer({ min: 0, max: 800 }),
      top: fc.integer({ min: -300, max: 790 }),
      width: fc.integer({ min: 40, max: 400 }),
      height: fc.integer({ min: 16, max: 300 }),
    });
    fc.assert(
      fc.property(box, (passage) => {
        const card = cardBox([passage]);
        expect(overlap(card, passage)).toBe(false);
        expect(card.left).toBeGreaterThanOrEqual(0);
        expect(card.top).toBeGreaterThanOrEqual(0);
        expect(card.left + card.width).toBeLessThanOrEqual(VIEWPORT.width);
        expect(card.top + card.height).toBeLessThanOrEqual(VIEWPORT.height);
      }),
    );
  });

  it('covers as little as it can of a passage that fills the whole view', () => {
    const half = { left: 0, top: 0, width: 1200, height: 500 };
    const rest = { left: 0, top: 500, width: 500, height: 300 };
    const corner = cardBox([half, rest]);
    expect(corner.left).toBe(1200 - 352 - 8);
    expect(corner.top).toBe(800 - 360 - 8);
  });
});
