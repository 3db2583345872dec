import { type Adapter, has } from './adapter.ts';

/** Cards with a name, stars, a date and a few sentences, as on maps, in shops and on review sites. */
export const reviews: Adapter = {
  name: 'Review cards',
  tryOn: 'https://www.google.com/maps',
  matches: (page) => has(page, '[data-review-id], [data-hook=review], [data-service-review-card-paper]'),
  post: '[data-review-id][aria-label], [data-hook=review], [data-service-review-card-paper]',
  body: '[data-review-id] [lang], [data-hook=review-body], [data-service-review-text-typography]',
  author: ['.a-profile-name', '[data-consumer-name-typography]', '@aria-label'],
  date: ['time@datetime', '[data-hook=review-date]', '[class*=date i]', 'span:not(:has(*))'],
  permalink: ['a[data-hook=review-title]@href', 'a[data-review-title-typography]@href', '@data-review-id'],
};
