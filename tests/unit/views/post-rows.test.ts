import { describe, expect, it } from 'vitest';
import { pageOf, threadOf } from '../../../components/gallery/samples.ts';
import { toCsv, toJson, toMarkdown } from '../../../lib/views/exports.ts';
import { authorRows, filtered, postsOf, sorted } from '../../../lib/views/post-rows.ts';

const HEAD = {
  title: 'A | B',
  address: 'https://forum.example',
  at: '2026-01-02',
  headline: 'H',
  caveat: 'C.',
};

describe('posts', () => {
  const posts = postsOf(threadOf('LnPnLs'));

  it('are sorted by verdict, the surest first, and else stay in page order', () => {
    expect(sorted(posts, 'verdict').map((p) => p.verdict)).toEqual([
      'likely-ai',
      'likely-ai',
      'possibly-ai',
      'no-signs',
      'no-signs',
      'too-short',
    ]);
    expect(sorted(posts, 'page')).toEqual(posts);
  });

  it('are filtered by verdict and by words', () => {
    const likely = filtered(posts, new Set(['likely-ai']), '', (p) => p.author ?? '');
    expect(likely).toHaveLength(2);
    const author = posts[0]?.author ?? '';
    const byAuthor = filtered(posts, new Set(), author.toUpperCase(), (p) => p.author ?? '');
    expect(byAuthor.length).toBeGreaterThan(0);
    expect(byAuthor.every((p) => p.author === author)).toBe(true);
  });

  it('are summed up by author, those with most marks first', () => {
    const rows = authorRows(posts);
    expect(rows.reduce((sum, row) => sum + row.posts.length, 0)).toBe(6);
    expect(rows[0]?.likely).toBeGreaterThanOrEqual(rows.at(-1)?.likely ?? 0);
  });
});

describe('exports', () => {
  it('give a line per post of a thread, and per passage of an article', () => {
    expect(toCsv(threadOf('LnP')).trim().split('\r\n')).toHaveLength(4);
    expect(toCsv(pageOf('LnPn')).trim().split('\r\n')).toHaveLength(5);
  });

  it('never let a page put a formula into a spreadsheet', () => {
    const page = threadOf('L');
    const [post] = page.units;
    if (post) post.author = '=HYPERLINK("https://evil.example","x")';
    expect(toCsv(page)).toContain(`"'=HYPERLINK(""https://evil.example"",""x"")"`);
  });

  it('nor where a semicolon ends a cell, nor in signs of another width', () => {
    const cellOf = (author: string): string | undefined => {
      const page = threadOf('L');
      const [post] = page.units;
      if (post) post.author = author;
      return /^1,("(?:[^"]|"")*"|[^,]*)/m.exec(toCsv(page))?.[1];
    };
    expect(cellOf('a; =1+1')).toBe(`"a; '=1+1"`);
    expect(cellOf(' ＝1+1')).toBe(" '＝1+1");
    expect(cellOf('Anna-Maria + Co.')).toBe('Anna-Maria + Co.');
  });

  it('draw no picture from the address of a page', () => {
    const head = { ...HEAD, address: 'https://a.example/#![x](https://evil.example/seen.png)' };
    expect(toMarkdown(threadOf('L'), head)).not.toContain('![x]');
  });

  it('keep a table a table in Markdown', () => {
    const markdown = toMarkdown(threadOf('LP'), HEAD);
    expect(markdown).toContain('# A \\| B');
    const table = markdown.split('\n').filter((line) => line.startsWith('|'));
    expect(new Set(table.map((line) => line.split(/(?<!\\)\|/).length)).size).toBe(1);
  });

  it('keep everything in JSON', () => {
    expect(JSON.parse(toJson(threadOf('LP'), HEAD)).units).toHaveLength(2);
  });
});
