import { describe, expect, it } from 'vitest';
import { Memo } from '../../../lib/hosting/memo.ts';

describe('the memo', () => {
  it('forgets the least recently used when its keys grow too long', () => {
    const memo = new Memo<number>(6);
    memo.set('aa', 1);
    memo.set('bb', 2);
    memo.set('cc', 3);
    memo.get('aa');
    memo.set('dd', 4);
    expect([memo.get('aa'), memo.get('bb'), memo.get('cc'), memo.get('dd')]).toEqual([1, undefined, 3, 4]);
  });

  it('does not keep a key longer than it may hold at all', () => {
    const memo = new Memo<number>(3);
    memo.set('abcd', 1);
    expect(memo.get('abcd')).toBeUndefined();
  });
});
