import { Tokenizer } from '@huggingface/tokenizers';

/** Takes normalised text, gives WordPiece ids without [CLS] and [SEP]. */
export type Tokenise = (text: string) => number[];

/** The content of a `tokenizer.json` in the Hub's format. */
export type TokeniserFile = ConstructorParameters<typeof Tokenizer>[0];

// A word longer than this is [UNK] to WordPiece anyway (`max_input_chars_per_word`); words seen are remembered.
const CACHED_WORDS = 50_000;

/**
 * A tokeniser that remembers words: BERT's pre-tokeniser cuts at spaces, so a text's ids are its words' ids one
 * after the other, and most words of a page have been met before. About ten times faster than whole texts.
 * @throws Error where the file is not a tokeniser this library knows.
 */
export function createTokeniser(file: TokeniserFile): Tokenise {
  const tokenizer = new Tokenizer(file, {});
  const known = new Map<string, number[]>();
  const encodeWord = (word: string): number[] => {
    const cached = known.get(word);
    if (cached) return cached;
    const { ids } = tokenizer.encode(word, { add_special_tokens: false });
    if (known.size >= CACHED_WORDS) known.clear();
    known.set(word, ids);
    return ids;
  };
  return (text) => {
    const ids: number[] = [];
    for (const word of text.split(' ')) if (word) for (const id of encodeWord(word)) ids.push(id);
    return ids;
  };
}
