import { type Adapter, has } from './adapter.ts';

/** www.reddit.com: custom elements that carry author and time as attributes and slot their text. */
export const reddit: Adapter = {
  name: 'Reddit',
  tryOn: 'https://www.reddit.com/r/AskHistorians/',
  matches: (page) => has(page, 'shreddit-app, shreddit-post, shreddit-comment'),
  post: 'shreddit-comment, shreddit-post',
  body: 'shreddit-comment > [slot=comment], shreddit-post [slot=text-body]',
  author: ['@author'],
  date: ['@created-timestamp', '[slot=commentMeta] time@datetime', 'faceplate-timeago@ts', 'time@datetime'],
  permalink: ['@permalink'],
  skip: 'shreddit-comment-action-row, shreddit-comments-sort-dropdown',
};
