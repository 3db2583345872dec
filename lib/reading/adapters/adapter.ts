/**
 * Where a value is found inside a post: a CSS selector, then `@` and an attribute if it is not the element's text.
 * `@author` alone is an attribute of the post itself. Of several, the first that gives something is taken.
 */
export type Where = readonly string[];

/** What a site family's pages look like, where structure alone does not tell. */
export interface Adapter {
  name: string;
  /** One page of the family on which to try it. */
  tryOn: string;
  /** Whether this document belongs to the family. */
  matches(page: Document): boolean;
  /** Selects one post: all of it, replies may be nested inside. */
  post: string;
  /** Selects the part of a post that its author wrote. */
  body: string;
  author: Where;
  date: Where;
  permalink: Where;
  /** Selects another post's text inside a body. */
  quote?: string;
  /** Selects what is never read on these pages. */
  skip?: string;
}

/** Whether the document is served by one of these sites or their subdomains. */
export const isOn = (page: Document, ...sites: string[]): boolean =>
  sites.some((site) => page.location.hostname === site || page.location.hostname.endsWith(`.${site}`));

/** Whether the page says that it was made by this software. */
export const isMadeBy = (page: Document, software: RegExp): boolean =>
  software.test(page.querySelector('meta[name=generator]')?.getAttribute('content') ?? '');

export const has = (page: Document, selector: string): boolean => page.querySelector(selector) !== null;
