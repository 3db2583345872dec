import { type Adapter, has } from './adapter.ts';

/** Comments under a Substack letter. The letter itself is an `article` like any other. */
export const substack: Adapter = {
  name: 'Substack',
  tryOn: 'https://on.substack.com/',
  matches: (page) => has(page, '.available-content .markup, .comment-list-items, .comments-page'),
  post: '.comment',
  body: '.comment-body',
  author: [
    '.comment-meta .commenter-name',
    '.comment-meta a[href*="/profile/"]',
    '.comment-meta a[href*="/@"]',
  ],
  date: ['.comment-meta time@datetime', '.comment-timestamp@title', '.comment-timestamp'],
  permalink: ['a.comment-timestamp@href', '.comment-meta a[href*="/comment/"]@href', '.comment-anchor@id'],
  skip: '.subscription-widget-wrap, .subscribe-widget, .post-ufi, .comment-actions',
};
