import { type Adapter, has } from './adapter.ts';

/** Comments under a WordPress article, in the HTML5 form of themes since 2013 and the lists of those before. */
export const wordpress: Adapter = {
  name: 'WordPress comments',
  tryOn: 'https://wordpress.org/news/',
  matches: (page) =>
    has(page, '.comment-list > .comment, .commentlist > .comment, .wp-block-comment-template'),
  post: 'li.comment, .wp-block-comment-template > li',
  body: '.comment-content, .wp-block-comment-content, .comment-body:not(:has(.comment-content))',
  author: ['.comment-author .fn', '.comment-author', '.wp-block-comment-author-name'],
  date: [
    '.comment-metadata time@datetime',
    '.comment-meta time@datetime',
    '.wp-block-comment-date time@datetime',
    '.commentmetadata',
  ],
  permalink: ['.comment-metadata a@href', '.commentmetadata a@href', '.wp-block-comment-date a@href', '@id'],
  skip: '.comment-meta, .commentmetadata, .reply, .comment-author, .comment-respond, .comment-awaiting-moderation',
};
