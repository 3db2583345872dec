/** What a site family's pages look like, where structure alone does not tell. All strings are CSS selectors. */
export interface Adapter {
  name: string;
  /** Whether this document belongs to the family. */
  matches(document: Document): boolean;
  /** One post: all of it, replies may be nested inside. */
  post: string;
  /** The part of a post that its author wrote; without it, all of the post is read by the general rules. */
  body?: string;
  author?: string;
  date?: string;
  permalink?: string;
  /** Another post's text inside a body. */
  quote?: string;
  /** Never read on these pages. */
  skip?: string;
}
