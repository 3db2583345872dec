import { type Adapter, has } from './adapter.ts';

/** XenForo 2 (`article.message`) and 1 (`li.message`). */
export const xenforo: Adapter = {
  name: 'XenForo',
  tryOn: 'https://xenforo.com/community/',
  matches: (page) => has(page, 'html#XF, html#XenForo, .message .bbWrapper, .message .messageText'),
  post: 'article.message, li.message',
  body: '.message-body .bbWrapper, .messageText',
  author: ['@data-author', '.message-name .username', 'a.username'],
  date: ['.message-attribution-main time@datetime', 'time@datetime', '.datePermalink .DateTime@title'],
  permalink: ['.message-attribution-main a@href', '.datePermalink@href', '@id'],
  quote: '.bbCodeBlock--quote, .bbCodeQuote',
  skip: '.bbCodeBlock-title, .attribution, .message-signature, .bbCodeBlock-expandLink, .message-lastEdit, .bbCodeBlock--unfurl',
};
