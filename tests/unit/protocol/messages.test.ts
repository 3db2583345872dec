import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_BATCH, MAX_PASSAGE_CHARS, parse, schemas } from '../../../lib/protocol/messages.ts';

const passage = { id: 'p1', text: 'Some text.', rank: 1, language: 'en' };

describe('a page request', () => {
  it('passes where it is well formed', () => {
    const request = { type: 'score', passages: [passage] };
    expect(parse(schemas.pageRequest, request)).toEqual(request);
  });

  it.each([
    ['an unknown type', { type: 'export' }],
    ['a type from an object that every object has', { type: 'constructor' }],
    [
      'a text that is too long',
      { type: 'score', passages: [{ ...passage, text: 'x'.repeat(MAX_PASSAGE_CHARS + 1) }] },
    ],
    ['too many passages', { type: 'score', passages: Array(MAX_BATCH + 1).fill(passage) }],
    ['a rank that does not exist', { type: 'score', passages: [{ ...passage, rank: -1 }] }],
    ['a passage without an id', { type: 'score', passages: [{ ...passage, id: '' }] }],
    ['a count below zero', { type: 'tally', likely: -1 }],
    ['a sentence', 'score'],
    ['nothing', undefined],
  ])('is dropped with %s', (_, message) => {
    expect(parse(schemas.pageRequest, message)).toBeNull();
  });

  it('is parsed without ever throwing', () => {
    fc.assert(
      fc.property(fc.anything(), (message) => {
        parse(schemas.pageRequest, message);
        parse(schemas.hostRequest, message);
        parse(schemas.viewOrder, message);
      }),
    );
  });
});
