import { type Adapter, has, isMadeBy } from './adapter.ts';

/** vBulletin 3 (a table per post), 4 (a `postbit`, its text inside a `blockquote`) and 5. */
export const vbulletin: Adapter = {
  name: 'vBulletin',
  tryOn: 'https://forum.vbulletin.com/',
  matches: (page) => isMadeBy(page, /^vBulletin/) || has(page, '[id^=post_message_], .b-post.js-post'),
  post: '.postcontainer[id^=post_], table[id^=post]:has([id^=post_message_]), .b-post.js-post',
  body: 'blockquote.postcontent, [id^=post_message_]:not(:has(blockquote.postcontent)), .js-post__content-text',
  author: ['.userinfo a.username', 'a.bigusername', '.author a', '.b-userinfo__details strong'],
  date: ['.posthead .date', '.b-post__timestamp time@datetime', 'td.thead:first-child', 'td.thead'],
  permalink: ['a.postcounter@href', '.b-post__count@href', 'a[id^=postcount]@href', '@id'],
  quote: '.bbcode_quote, div:has(> .smallfont):has(> table)',
  skip: '.signature, .signaturecontainer, td.alt2 > div:first-child:has(> strong), .bbcode_postedby, .bbcode_description, .smallfont, .after_content, .lastedited',
};
