import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Entry } from '../../../entrypoints/page.content/entry.ts';
import { Units } from '../../../entrypoints/page.content/units.ts';
import type { AuthorUnit } from '../../../lib/reading/index.ts';
import { startDom } from '../dom.ts';

vi.mock('../../../lib/views/words.ts', () => ({
  t: (_: string, author: string, verdict: string) => `${author}: ${verdict}`,
  verdictName: (verdict: string) => verdict,
}));

const post = { id: 'post-1', kind: 'post', author: 'Ada', date: null, permalink: null } as AuthorUnit;
const unjudged = { final: true, score: { verdict: 'too-short', logit: null } } as Entry;

describe('the author units of a document', () => {
  it('keep no verdict of a post whose passages can no longer be judged', () => {
    const units = new Units();
    units.take(post.id, { verdict: 'likely-ai', probability: 0.99 });
    units.pool(post, [unjudged], null);
    expect(units.verdictOf(post)).toBeNull();
  });

  it('are all forgotten when the page is left alone', () => {
    const units = new Units();
    units.take(post.id, { verdict: 'likely-ai', probability: 0.99 });
    units.clear();
    expect(units.verdicts.size).toBe(0);
  });
});

describe('a folded post', () => {
  afterEach(() => vi.unstubAllGlobals());

  const ofPost = (unit: AuthorUnit): Entry => ({ ...unjudged, passage: { unit } }) as Entry;

  /** Units with one folded post, and the post that a page has put into the same element afterwards. */
  function fold(): { units: Units; element: Element; next: AuthorUnit } {
    const element = startDom();
    const units = new Units();
    units.take(post.id, { verdict: 'likely-ai', probability: 0.99 });
    units.chooseFolded(['likely-ai'], [ofPost({ ...post, element })]);
    expect(element.getAttribute('data-telltale-folded')).toBe('Ada: likely-ai');
    return { units, element, next: { ...post, id: 'post-2', author: 'Ben', element } };
  }

  it("is no longer folded when another author's post stands in its element", () => {
    const { units, element, next } = fold();
    units.pool(next, [{ ...ofPost(next), final: false }], null);
    expect(element.hasAttribute('data-telltale-folded')).toBe(false);
  });

  it('is folded for the author whose post it is now', () => {
    const { units, element, next } = fold();
    units.take(next.id, { verdict: 'likely-ai', probability: 0.99 });
    units.foldPosts([ofPost(next)]);
    expect(element.getAttribute('data-telltale-folded')).toBe('Ben: likely-ai');
  });
});
