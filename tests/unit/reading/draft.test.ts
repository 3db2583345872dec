import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addLineBreak, addText, type Draft, startDraft, trimEnd } from '../../../lib/reading/draft.ts';

/** A text node is all that a draft asks of a document, and only its data. */
const node = (data: string): Text => ({ data }) as Text;
const element = {} as Element;

function draftOf(...datas: string[]): Draft {
  const draft = startDraft(element);
  for (const data of datas) addText(draft, node(data), 0, data.length);
  trimEnd(draft);
  return draft;
}

describe('a draft', () => {
  it('collapses white space within a node and between nodes', () => {
    expect(draftOf('  One \n', ' two\t\tthree ', 'four  ').text).toBe('One two three four');
  });

  it('ends where a block is too long, says so, and adds nothing after the gap', () => {
    const long = 'word  '.repeat(5000);
    const draft = draftOf(long, 'The end.');
    expect(draft.isCut).toBe(true);
    expect(draft.text.length).toBeLessThanOrEqual(20_000);
    expect(draft.text).not.toContain('The end.');
    expect(draftOf('x'.repeat(20_000), ' \n ').isCut).toBe(false);
  });

  it('takes a part of a node', () => {
    const draft = startDraft(element);
    addText(draft, node('one two three'), 4, 7);
    expect(draft).toMatchObject({ text: 'two', pieces: [{ start: 4, end: 7, at: 0 }] });
  });

  it('keeps a drawn line break that no node holds', () => {
    const draft = startDraft(element);
    addText(draft, node('one '), 0, 4);
    addLineBreak(draft);
    addText(draft, node(' two'), 0, 4);
    expect(draft.text).toBe('one\ntwo');
    expect(draft.pieces.map(({ at }) => at)).toEqual([0, 4]);
  });

  it('maps every character back to its place in the page', () => {
    const spaced = fc
      .array(fc.constantFrom('a', 'bc', 'd', ' ', '  ', '\n', '\t '))
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(fc.array(spaced, { minLength: 1 }), (datas) => {
        const { text, pieces } = draftOf(...datas);
        const rebuilt = pieces.map(({ node, start, end }) => node.data.slice(start, end).replace(/\s/g, ' '));
        expect(rebuilt.join('')).toBe(text);
        expect(text).toBe(datas.join('').replace(/\s+/g, ' ').trim());
        for (const [i, piece] of pieces.entries()) {
          const before = pieces.slice(0, i).reduce((sum, { start, end }) => sum + end - start, 0);
          expect(piece.at).toBe(before);
        }
      }),
    );
  });
});
