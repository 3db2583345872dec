import { type Adapter, has, isOn } from './adapter.ts';

/** Responses to a story on Medium. The story itself is an `article` like any other. */
export const medium: Adapter = {
  name: 'Medium',
  tryOn: 'https://medium.com/',
  matches: (page) =>
    isOn(page, 'medium.com') || has(page, 'meta[property="al:android:package"][content="com.medium.reader"]'),
  post: '[data-testid=response], .response',
  body: '[data-testid=responseBody], .response-body',
  author: ['[data-testid=authorName]', 'a[rel~=author]', 'a[href*="/@"]'],
  date: ['[data-testid=responseDate]', 'time@datetime'],
  permalink: ['a[href*="responses"]@href', 'a:has([data-testid=responseDate])@href'],
  skip: '.speechify-ignore, [data-testid=headerClapButton], [data-testid=headerSocialShareButton]',
};
