import { describe, expect, it } from 'vitest';
import { luminance, parseColour } from '../../../lib/painting/ground.ts';

describe('parseColour', () => {
  it.each([
    ['rgb(255, 0, 0)', { red: 1, green: 0, blue: 0, alpha: 1 }],
    ['rgba(0, 0, 0, 0)', { red: 0, green: 0, blue: 0, alpha: 0 }],
    ['rgba(0, 255, 0, 0.5)', { red: 0, green: 1, blue: 0, alpha: 0.5 }],
  ])('reads %s', (css, colour) => {
    expect(parseColour(css)).toEqual(colour);
  });

  it('says nothing of colour spaces it does not know', () => {
    expect(parseColour('color(display-p3 1 0 0)')).toBeNull();
  });
});

describe('luminance', () => {
  it('runs from black to white', () => {
    expect(luminance({ red: 0, green: 0, blue: 0, alpha: 1 })).toBe(0);
    expect(luminance({ red: 1, green: 1, blue: 1, alpha: 1 })).toBeCloseTo(1, 6);
  });
});
