import { describe, expect, it } from 'vitest';
import { nextStop } from '../../../lib/painting/stops.ts';

const marks = [{ id: 'a' }, { id: 'b' }, { id: 'c' }];

describe('nextStop', () => {
  it.each([
    [null, 1, 'a'],
    [null, -1, 'c'],
    ['a', 1, 'b'],
    ['c', 1, 'a'],
    ['a', -1, 'c'],
    ['gone', 1, 'a'],
  ] as const)('from %s by %i goes to %s', (current, by, id) => {
    expect(nextStop(marks, current, by)?.id).toBe(id);
  });

  it('goes nowhere on a page without marks', () => {
    expect(nextStop([], null, 1)).toBeNull();
  });
});
