import { type Adapter, has } from './adapter.ts';

/** Posts and comments on LinkedIn; names are drawn twice, once hidden for screen readers. */
export const linkedin: Adapter = {
  name: 'LinkedIn',
  tryOn: 'https://www.linkedin.com/feed/',
  matches: (page) => has(page, '.feed-shared-update-v2, .comments-comment-entity'),
  post: '.feed-shared-update-v2, .comments-comment-entity',
  body: '.update-components-text, .comments-comment-item__main-content',
  author: [
    '.comments-comment-meta__description-title',
    '.update-components-actor__title [aria-hidden=true]',
    '.update-components-actor__name',
  ],
  date: [
    'time.comments-comment-meta__data',
    '.update-components-actor__sub-description [aria-hidden=true]',
    'time',
  ],
  permalink: ['a[href*="/feed/update/"]@href', '@data-urn', '@data-id'],
  quote: '.update-components-mini-update-v2, .feed-shared-update-v2__update-content-wrapper',
};
