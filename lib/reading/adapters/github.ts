import { type Adapter, has } from './adapter.ts';

/** Issues, pull requests and discussions on GitHub, in the old pages and the new ones drawn by React. */
export const github: Adapter = {
  name: 'GitHub issues',
  tryOn: 'https://github.com/git/git/pulls',
  matches: (page) =>
    has(page, '.markdown-body.comment-body, [data-testid=issue-viewer-container], .js-comment-body'),
  post: '.timeline-comment, .react-issue-body, .react-issue-comment, .review-comment',
  body: '.comment-body, .markdown-body',
  author: [
    'a.author',
    '[data-testid=issue-body-header-author]',
    '[data-testid=avatar-link]',
    '[class*=ActivityHeader] a[href]',
  ],
  date: ['relative-time@datetime'],
  permalink: ['a.js-timestamp@href', 'a:has(> relative-time)@href'],
  skip: '.email-hidden-toggle, .email-signature-reply',
};
