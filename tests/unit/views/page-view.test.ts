import { describe, expect, it } from 'vitest';
import { documentOf, READY } from '../../../components/gallery/samples.ts';
import { mergeDocuments } from '../../../lib/views/page-view.ts';
import { popupState } from '../../../lib/views/popup-state.ts';
import { stripBars } from '../../../lib/views/strip-bars.ts';

const FRAME = { document: 'frame', top: false };

describe('the documents of a tab as one page', () => {
  it('puts the top document first, whoever answers first', () => {
    const page = mergeDocuments([documentOf('L', FRAME), documentOf('nP')]);
    expect(page?.passages.map((p) => p.document)).toEqual(['top', 'top', 'frame']);
  });

  it('counts passages and words, abstentions apart', () => {
    const page = mergeDocuments([documentOf('LPnsu.')]);
    expect(page?.tally.judged).toBe(3);
    expect(page?.tally.counts).toMatchObject({ 'likely-ai': 1, 'too-short': 1, waiting: 1 });
    expect(page?.tally.words.likely).toBeLessThan(page?.tally.words.judged ?? 0);
  });

  it('is at work while any frame is', () => {
    expect(mergeDocuments([documentOf('n'), documentOf('.', { ...FRAME, phase: 'scoring' })])?.phase).toBe(
      'scoring',
    );
  });

  it('is nothing while no document has answered', () => {
    expect(mergeDocuments([])).toBeNull();
  });
});

describe('the popup', () => {
  const facts = { link: 'live', page: null, cannot: null, refusal: null, asked: false } as const;
  const kindOf = (letters: string, more = {}) =>
    popupState({ ...facts, page: mergeDocuments([documentOf(letters, more)]) }).kind;

  it('says so where a page has not been checked', () => {
    expect(popupState({ ...facts, link: 'absent' }).kind).toBe('unchecked');
    expect(kindOf('', { phase: 'idle' })).toBe('unchecked');
  });

  it('starts at once when the button is pressed', () => {
    expect(popupState({ ...facts, link: 'absent', asked: true }).kind).toBe('starting');
  });

  it('follows the check to its end', () => {
    expect(kindOf('', { phase: 'reading' })).toBe('checking');
    expect(kindOf('n..', { phase: 'scoring' })).toBe('checking');
    expect(kindOf('nL')).toBe('done');
    expect(kindOf('n.', { phase: 'stopped' })).toBe('stopped');
  });

  it('has nothing to judge where every passage is an abstention', () => {
    expect(kindOf('ssu')).toBe('nothing');
  });

  it('says why where the engine failed in the middle of a check', () => {
    const engine = { ...READY, phase: 'failed' as const, failure: 'no memory' };
    const page = mergeDocuments([documentOf('.', { phase: 'scoring', engine })]);
    expect(popupState({ ...facts, page })).toEqual({ kind: 'failed', reason: 'no memory' });
  });
});

describe('the page strip', () => {
  it('has one bar per passage while there is room', () => {
    const page = mergeDocuments([documentOf('nLn')]);
    expect(stripBars(page?.passages ?? [], 10)).toHaveLength(3);
  });

  it('joins neighbours of a long page and shows the strongest verdict among them', () => {
    const page = mergeDocuments([documentOf('nnLnsnPn')]);
    const bars = stripBars(page?.passages ?? [], 4);
    expect(bars.map((b) => b.passage.verdict)).toEqual(['no-signs', 'likely-ai', 'no-signs', 'possibly-ai']);
  });
});
