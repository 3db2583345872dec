// Small tokenisers of the three families, in the Hub's `tokenizer.json` format.

export type Family = 'bert' | 'roberta' | 'deberta-v2';

// Common words are one token; whatever else is spelt out.
const WORDS = (
  'the of and to in a is that it was for on are as with his they at be this from have or by had not but what all were ' +
  'when we there can an your which their said if do will each about how up out them then she many some so these would ' +
  'other into has more her two like him see time could no make than first been its who now people my made over did ' +
  'down constructor prototype only way find use may water long little very after words called just where most know'
).split(' ');
const LETTERS = 'abcdefghijklmnopqrstuvwxyz0123456789'.split('');
const MARKS = '.,;:!?\'"()-'.split('');

/** A `tokenizer.json` and the size of its vocabulary. */
export interface MadeTokenizer {
  json: object;
  vocabulary: number;
  padId: number;
}

export function makeTokenizer(family: Family): MadeTokenizer {
  return { bert: wordPiece, roberta: byteLevelBpe, 'deberta-v2': unigram }[family]();
}

function wordPiece(): MadeTokenizer {
  const special = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]'];
  const tokens = [...special, ...LETTERS, ...LETTERS.map((c) => `##${c}`), ...MARKS, ...WORDS];
  const vocab = numbered(tokens);
  return {
    json: {
      version: '1.0',
      truncation: null,
      padding: null,
      added_tokens: added(special, vocab),
      normalizer: {
        type: 'BertNormalizer',
        clean_text: true,
        handle_chinese_chars: true,
        strip_accents: null,
        lowercase: true,
      },
      pre_tokenizer: { type: 'BertPreTokenizer' },
      post_processor: template('[CLS]', '[SEP]', vocab),
      decoder: { type: 'WordPiece', prefix: '##', cleanup: true },
      model: {
        type: 'WordPiece',
        unk_token: '[UNK]',
        continuing_subword_prefix: '##',
        max_input_chars_per_word: 100,
        vocab,
      },
    },
    vocabulary: Object.keys(vocab).length,
    padId: 0,
  };
}

function byteLevelBpe(): MadeTokenizer {
  const special = ['<s>', '<pad>', '</s>', '<unk>'];
  const merges: [string, string][] = [];
  const pieces = new Set<string>();
  for (const word of WORDS) {
    let left = 'Ġ';
    for (const letter of word) {
      if (!pieces.has(left + letter)) merges.push([left, letter]);
      left += letter;
      pieces.add(left);
    }
  }
  const vocab = numbered([...special, ...byteCharacters(), ...pieces, '<mask>']);
  return {
    json: {
      version: '1.0',
      truncation: null,
      padding: null,
      added_tokens: added([...special, '<mask>'], vocab),
      normalizer: null,
      pre_tokenizer: { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true },
      post_processor: {
        type: 'RobertaProcessing',
        sep: ['</s>', vocab['</s>']],
        cls: ['<s>', vocab['<s>']],
        trim_offsets: true,
        add_prefix_space: false,
      },
      decoder: { type: 'ByteLevel', add_prefix_space: true, trim_offsets: true },
      model: {
        type: 'BPE',
        dropout: null,
        unk_token: null,
        continuing_subword_prefix: '',
        end_of_word_suffix: '',
        fuse_unk: false,
        vocab,
        merges: merges.map((pair) => pair.join(' ')),
      },
    },
    vocabulary: Object.keys(vocab).length,
    padId: 1,
  };
}

function unigram(): MadeTokenizer {
  const special = ['[PAD]', '[CLS]', '[SEP]', '[UNK]'];
  const pieces: [string, number][] = [
    ...special.map((token): [string, number] => [token, 0]),
    ['▁', -3],
    ...[...LETTERS, ...MARKS].map((token): [string, number] => [token, -8]),
    ...WORDS.map((word, i): [string, number] => [`▁${word}`, -4 - i / 100]),
  ];
  const vocab = numbered([...pieces.map(([token]) => token), '[MASK]']);
  return {
    json: {
      version: '1.0',
      truncation: null,
      padding: null,
      added_tokens: added([...special, '[MASK]'], vocab),
      normalizer: {
        type: 'Sequence',
        normalizers: [
          { type: 'Precompiled', precompiled_charsmap: '' },
          { type: 'Lowercase' },
          { type: 'Replace', pattern: { Regex: ' {2,}' }, content: ' ' },
        ],
      },
      pre_tokenizer: {
        type: 'Sequence',
        pretokenizers: [{ type: 'Metaspace', replacement: '▁', prepend_scheme: 'always', split: true }],
      },
      post_processor: template('[CLS]', '[SEP]', vocab),
      decoder: { type: 'Metaspace', replacement: '▁', prepend_scheme: 'always', split: true },
      model: { type: 'Unigram', unk_id: 3, byte_fallback: false, vocab: pieces },
    },
    vocabulary: Object.keys(vocab).length,
    padId: 0,
  };
}

function numbered(tokens: readonly string[]): Record<string, number> {
  return Object.fromEntries([...new Set(tokens)].map((token, id) => [token, id]));
}

function added(tokens: readonly string[], vocab: Record<string, number>): object[] {
  return tokens.map((content) => ({
    id: vocab[content],
    content,
    single_word: false,
    lstrip: false,
    rstrip: false,
    normalized: false,
    special: true,
  }));
}

function template(first: string, last: string, vocab: Record<string, number>): object {
  const special = (id: string) => ({ SpecialToken: { id, type_id: 0 } });
  const text = (id: string) => ({ Sequence: { id, type_id: 0 } });
  const entry = (id: string) => [id, { id, ids: [vocab[id]], tokens: [id] }];
  return {
    type: 'TemplateProcessing',
    single: [special(first), text('A'), special(last)],
    pair: [special(first), text('A'), special(last), text('B'), special(last)],
    special_tokens: Object.fromEntries([entry(first), entry(last)]),
  };
}

/** The 256 characters that byte-level BPE writes bytes with: printable ones as they are, the others from U+0100 on. */
function byteCharacters(): string[] {
  const isPrintable = (b: number): boolean => (b >= 33 && b <= 126) || (b >= 161 && b <= 255 && b !== 173);
  let next = 256;
  return Array.from({ length: 256 }, (_, byte) => String.fromCodePoint(isPrintable(byte) ? byte : next++));
}
