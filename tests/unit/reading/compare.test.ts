import { describe, expect, it } from 'vitest';
import { compare, isEmpty } from '../../../lib/reading/compare.ts';
import type { Passage } from '../../../lib/reading/types.ts';

const node = (data: string): Text => ({ data }) as Text;
const element = {} as Element;

function passage(id: string, text = node(id)): Passage {
  const pieces = [{ node: text, start: 0, end: text.data.length, at: 0 }];
  const block = {
    element,
    pieces,
    text: text.data,
    words: 1,
    kind: 'prose' as const,
    unit: null,
    lang: null,
  };
  return { id, blocks: [block], text: text.data, words: 1, unit: null, lang: null };
}

const before = (...passages: Passage[]): Map<string, Passage> =>
  new Map(passages.map((one) => [one.id, one]));

describe('compare', () => {
  it('gives unchanged passages back as the same objects', () => {
    const text = node('a');
    const old = passage('a', text);
    const changes = compare(before(old), [passage('a', text)], true);
    expect(changes.passages[0]).toBe(old);
    expect(isEmpty(changes)).toBe(true);
  });

  it('tells what came, what went, and what only moved to other nodes', () => {
    const changes = compare(before(passage('a'), passage('b')), [passage('b'), passage('c')], true);
    expect(changes.added.map(({ id }) => id)).toEqual(['c']);
    expect(changes.moved.map(({ id }) => id)).toEqual(['b']);
    expect(changes.removed).toEqual(['a']);
  });

  it('calls nothing removed while the page is still being read', () => {
    expect(compare(before(passage('a')), [], false).removed).toEqual([]);
  });
});
