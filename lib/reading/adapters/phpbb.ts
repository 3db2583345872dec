import { type Adapter, has } from './adapter.ts';

/** phpBB 3 and the many styles made from its `prosilver`. */
export const phpbb: Adapter = {
  name: 'phpBB',
  tryOn: 'https://www.phpbb.com/community/',
  matches: (page) => has(page, 'body#phpbb .post .postbody'),
  post: '.post[id^=p]',
  body: '.postbody .content',
  author: [
    'p.author .username',
    'p.author .username-coloured',
    '.postprofile .username',
    '.postprofile .username-coloured',
  ],
  date: ['p.author time@datetime', 'p.author'],
  permalink: ['p.author a[href*=viewtopic]@href', '.postbody h3 a@href'],
  quote: '.content blockquote',
  skip: '.content cite, .signature, .notice, .attachbox, .codebox',
};
