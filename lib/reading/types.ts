// The reader's words: what comes out of a document before anything is scored.

/** A run of one text node: `node.data.slice(start, end)` begins at offset `at` of the block's text. */
export interface TextPiece {
  node: Text;
  start: number;
  end: number;
  at: number;
}

/** One post of a thread, or an article. Passages never cross from one author unit into another. */
export interface AuthorUnit {
  /** Stable while the document lives; unique in it. */
  id: string;
  kind: 'article' | 'post';
  element: Element;
  author: string | null;
  /** As the page states it: an ISO date where it gives one, else the shown text. */
  date: string | null;
  permalink: string | null;
}

/** One element that holds running text: a paragraph, a list item, a quote, a post's body. */
export interface Block {
  element: Element;
  pieces: TextPiece[];
  text: string;
  words: number;
  /**
   * A heading ends a passage and is itself never judged. A note is text of the page that nobody wrote as prose (a
   * reference, a line of links inside an article): it is in no passage and ends none.
   */
  kind: 'prose' | 'quote' | 'list' | 'caption' | 'heading' | 'note';
  /** Null for a quote: what is quoted is not its quoter's. */
  unit: AuthorUnit | null;
  /** BCP 47 tag from the nearest `lang`, or null where the page says nothing. */
  lang: string | null;
  /** The element holds more text than is read of one block. */
  isCut?: boolean;
}

/** What is scored: one long block, or neighbouring short blocks of the same container and author joined. */
export interface Passage {
  /** Unique in the document; stable while its blocks and their text are unchanged. */
  id: string;
  blocks: Block[];
  /** The blocks' texts, joined by one newline. */
  text: string;
  words: number;
  unit: AuthorUnit | null;
  lang: string | null;
}
