import { type Adapter, has } from './adapter.ts';

/** news.ycombinator.com: one table row per comment; the story's own text is in the first table. */
export const hackerNews: Adapter = {
  name: 'Hacker News',
  tryOn: 'https://news.ycombinator.com/item?id=1',
  matches: (page) => has(page, '#hnmain'),
  post: 'tr.athing.comtr, table.fatitem',
  body: '.commtext, .toptext',
  author: ['.hnuser'],
  date: ['.age@title', '.age'],
  permalink: ['.age a@href'],
  skip: '.reply',
};
