import { describe, expect, it } from 'vitest';
import { isCheckable, isPdf } from '../../../lib/views/checkable.ts';

describe('isCheckable', () => {
  it.each([
    ['https://example.org/a', true],
    ['file:///a.html', true],
    [undefined, true],
    ['chrome://settings', false],
    ['https://addons.mozilla.org/en-US/firefox/', false],
    ['not an address', false],
  ])('%s: %s', (address, answer) => {
    expect(isCheckable(address)).toBe(answer);
  });
});

describe('isPdf', () => {
  it.each([
    ['https://example.org/paper.pdf?download=1', true],
    ['file:///home/me/Paper.PDF', true],
    ['https://example.org/pdf/', false],
    [undefined, false],
  ])('%s: %s', (address, answer) => {
    expect(isPdf(address)).toBe(answer);
  });
});
