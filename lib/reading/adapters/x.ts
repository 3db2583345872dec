import { type Adapter, has } from './adapter.ts';

/** X: a quoted post is a link inside the quoting one, with the same names within. */
export const x: Adapter = {
  name: 'X',
  tryOn: 'https://x.com/explore',
  matches: (page) => has(page, 'article[data-testid=tweet]'),
  post: 'article[data-testid=tweet]',
  body: '[data-testid=tweetText]',
  author: ['[data-testid=User-Name] a[role=link]'],
  date: ['time@datetime'],
  permalink: ['a:has(> time)@href'],
  quote: '[role=link][tabindex]:has([data-testid=tweetText])',
};
