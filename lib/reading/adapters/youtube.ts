import { type Adapter, has } from './adapter.ts';

/** Comments under a YouTube video; the names repeat in every comment, ids included. */
export const youtube: Adapter = {
  name: 'YouTube comments',
  tryOn: 'https://www.youtube.com/watch?v=jNQXAC9IVRw',
  matches: (page) => has(page, 'ytd-app, ytd-comment-thread-renderer'),
  post: 'ytd-comment-view-model, ytd-comment-renderer',
  body: '#content-text',
  author: ['#author-text'],
  date: ['#published-time-text'],
  permalink: ['#published-time-text a@href'],
  skip: 'ytd-guide-renderer, ytd-miniplayer, tp-yt-paper-dialog, ytd-compact-video-renderer',
};
