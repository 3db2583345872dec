import type { Adapter } from './adapter.ts';
import { bluesky } from './bluesky.ts';
import { discourse } from './discourse.ts';
import { disqus } from './disqus.ts';
import { github } from './github.ts';
import { hackerNews } from './hacker-news.ts';
import { lemmy } from './lemmy.ts';
import { linkedin } from './linkedin.ts';
import { mastodon } from './mastodon.ts';
import { medium } from './medium.ts';
import { phpbb } from './phpbb.ts';
import { reddit } from './reddit.ts';
import { redditOld } from './reddit-old.ts';
import { reviews } from './reviews.ts';
import { stackExchange } from './stack-exchange.ts';
import { substack } from './substack.ts';
import { vbulletin } from './vbulletin.ts';
import { wordpress } from './wordpress.ts';
import { x } from './x.ts';
import { xenforo } from './xenforo.ts';
import { youtube } from './youtube.ts';

/** Named by structure, so that a family's many sites are one entry; the most telling structures come first. */
const ADAPTERS: readonly Adapter[] = [
  redditOld,
  reddit,
  hackerNews,
  stackExchange,
  discourse,
  phpbb,
  vbulletin,
  xenforo,
  lemmy,
  mastodon,
  bluesky,
  youtube,
  disqus,
  github,
  linkedin,
  x,
  substack,
  medium,
  wordpress,
  reviews,
];

/** A page's software does not change under way; that it is none of these may, as long as the page is being built. */
const known = new WeakMap<Document, Adapter>();

/** The family of a document, or null. Each one is a search over all of a large page, so the caller may stop in between. */
export function* findAdapter(page: Document): Generator<undefined, Adapter | null> {
  const found = known.get(page);
  if (found) return found;
  for (const adapter of ADAPTERS) {
    if (adapter.matches(page)) {
      known.set(page, adapter);
      return adapter;
    }
    yield undefined;
  }
  return null;
}
