import { type Adapter, has } from './adapter.ts';

/** Lemmy's own web client. */
export const lemmy: Adapter = {
  name: 'Lemmy',
  tryOn: 'https://lemmy.ml/',
  matches: (page) => has(page, '.lemmy-site, #app .person-listing'),
  post: '.comment-node, .post-listing',
  body: '.comment-content .md-div, #postContent .md-div, .post-listing .md-div',
  author: ['.person-listing'],
  date: ['.moment-time@data-tippy-content', 'time@datetime'],
  permalink: ['a[title=link]@href', 'a[href*="/comment/"]@href', 'a[href*="/post/"]@href'],
};
