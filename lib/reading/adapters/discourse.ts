import { type Adapter, has, isMadeBy } from './adapter.ts';

/** Discourse, with scripts (`.topic-post`) and as served to those without (`.crawler-post`). */
export const discourse: Adapter = {
  name: 'Discourse',
  tryOn: 'https://meta.discourse.org/latest',
  matches: (page) => isMadeBy(page, /^Discourse/) || has(page, '.topic-post .cooked'),
  post: '.topic-post, .crawler-post',
  body: '.cooked, .crawler-post .post',
  author: ['.topic-meta-data .username', '.names .username', '[itemprop=author] [itemprop=name]'],
  date: ['.post-date .relative-date@title', 'time@datetime', '.post-time'],
  permalink: ['a.post-date@href', 'article@id', '@id'],
  quote: 'aside.quote',
  skip: 'aside.quote > .title, aside.onebox, .lightbox .meta, .post-menu-area, .topic-map, .embedded-posts, .signature-img',
};
