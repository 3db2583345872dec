import { type Adapter, has } from './adapter.ts';

/** Stack Overflow and its sisters. A post edited by someone else has two signatures; the author's says so. */
export const stackExchange: Adapter = {
  name: 'Stack Exchange',
  tryOn: 'https://english.stackexchange.com/questions',
  matches: (page) => has(page, '.question .js-post-body'),
  post: '.question, .answer, .comment.js-comment',
  body: '.js-post-body, .comment-copy',
  author: [
    '.user-details[itemprop=author] [itemprop=name]',
    '.user-details[itemprop=author] a',
    '.post-signature.owner .user-details a',
    '.comment-user',
  ],
  date: [
    '.post-signature:has([itemprop=author]) .relativetime@title',
    '.user-action-time .relativetime@title',
    '.comment-date .relativetime-clean@title',
  ],
  permalink: ['.js-share-link@href', '.comment-link@href'],
};
