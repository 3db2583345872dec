import { type Adapter, has } from './adapter.ts';

/** old.reddit.com: every post and comment is a `thing`, replies are nested in `.child`. */
export const redditOld: Adapter = {
  name: 'Reddit (old)',
  tryOn: 'https://old.reddit.com/r/AskHistorians/',
  matches: (page) => has(page, '.thing[data-fullname] > .entry'),
  post: '.thing.comment, .thing.link',
  body: '.usertext-body',
  author: ['.tagline .author', '@data-author'],
  date: ['.tagline time@datetime'],
  permalink: ['.flat-list a.bylink@href', 'a.comments@href', '@data-permalink'],
};
