import { type Adapter, has } from './adapter.ts';

/** Mastodon: columns and profile pages (`.status`), one post in full (`.detailed-status`). */
export const mastodon: Adapter = {
  name: 'Mastodon',
  tryOn: 'https://mastodon.social/explore',
  matches: (page) => has(page, '#mastodon, .status__content, .detailed-status'),
  post: '.status, .detailed-status',
  body: '.status__content, .e-content',
  author: ['.display-name__account', '.display-name', '.p-author'],
  date: ['.status__relative-time time@datetime', '.detailed-status__datetime time@datetime', 'time@datetime'],
  permalink: ['a.status__relative-time@href', 'a.detailed-status__datetime@href'],
  quote: '.status__quote',
  skip: '.status-card, .quote-inline, .status__content__spoiler-link',
};
