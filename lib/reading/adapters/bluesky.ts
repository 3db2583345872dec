import { type Adapter, has } from './adapter.ts';

/** bsky.app: React Native in a browser; test ids are the only names that last. */
export const bluesky: Adapter = {
  name: 'Bluesky',
  tryOn: 'https://bsky.app/profile/bsky.app',
  matches: (page) => has(page, '[data-testid^="postThreadItem-by-"], [data-testid^="feedItem-by-"]'),
  post: '[data-testid^="postThreadItem-by-"], [data-testid^="feedItem-by-"]',
  body: '[data-testid=postText]',
  author: ['a[href^="/profile/"]:not(:has(img))', 'a[href^="/profile/"]@aria-label'],
  date: ['a[href*="/post/"][data-tooltip]@data-tooltip', 'a[href*="/post/"]@aria-label'],
  permalink: ['a[href*="/post/"]@href'],
  quote: '[aria-label^="Post by"]',
};
