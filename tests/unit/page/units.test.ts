import { describe, expect, it } from 'vitest';
import type { Entry } from '../../../entrypoints/page.content/entry.ts';
import { Units } from '../../../entrypoints/page.content/units.ts';
import type { AuthorUnit } from '../../../lib/reading/index.ts';

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
