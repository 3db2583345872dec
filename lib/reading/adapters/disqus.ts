import { type Adapter, has, isOn } from './adapter.ts';

/** Disqus draws its thread in a frame of its own, so this document holds nothing else. */
export const disqus: Adapter = {
  name: 'Disqus',
  tryOn: 'https://disqus.com/embed/comments/',
  matches: (page) =>
    isOn(page, 'disqus.com') || has(page, '#disqus_thread .post-message, #conversation .post-message'),
  post: 'li.post',
  body: '.post-message',
  author: ['.post-byline .author'],
  date: ['.time-ago@title', '.time-ago'],
  permalink: ['.time-ago@href'],
};
