import { decodeHTML } from 'entities';

/** Written into `model.json`: a model refuses texts that were normalised by other rules than its training's. */
export const NORMALISER_VERSION = 1;

const QUOTES: Record<string, string> = {};
for (const c of '‘’‚‛′') QUOTES[c] = "'";
for (const c of '“”„‟″«»') QUOTES[c] = '"';

const REPLACED: Record<string, string> = {
  ...QUOTES,
  '…': '...',
  '\u00a0': ' ',
  '\u202f': ' ',
  '\u2009': ' ',
  '\u3000': ' ',
  '\u2028': '\n',
  '\u2029': '\n',
  '\u2010': '-',
  '\u2011': '-',
  '\u2012': '–',
  '\u2015': '—',
};
// Soft hyphen, zero-width characters and direction marks: invisible, and used to break up words.
for (const c of '\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff') REPLACED[c] = '';

const REPLACEABLE = new RegExp(`[${Object.keys(REPLACED).join('')}]`, 'g');

// Python's \s and JavaScript's differ in a few control characters; training and browser must agree on one set.
const S = '[\\s\\x1c-\\x1f\\x85]';
const NOT_S = '[^\\s\\x1c-\\x1f\\x85]';
const EMPHASIS = new RegExp(`(\\*\\*|__)(?=${NOT_S})([^\\n]{1,300}?)(?<=${NOT_S})\\1`, 'g');
const HEADING = new RegExp(`(?<=^|\\n)${S}{0,3}#{1,6}${S}+`, 'g');
const RANGE = new RegExp(`(?<=\\p{Nd})${S}*[–—]${S}*(?=\\p{Nd})`, 'gu');
const DASH = new RegExp(`${S}*(?:—|–|${S}--?${S}|--)${S}*`, 'g');
const SPACES = new RegExp(`${S}+`, 'g');

/**
 * One line of plain prose: what is left when everything that depends on a site's typesetting, and not on the
 * writer, is gone. The same rules as `training/telltale_training/normalise.py`; both pass the vectors in
 * `tests/fixtures/normalise-vectors.json`.
 */
export function normalise(text: string): string {
  return (
    decodeHTML(text)
      .normalize('NFC')
      .replace(REPLACEABLE, (c) => REPLACED[c] ?? '')
      .replace(EMPHASIS, '$2')
      .replace(HEADING, '')
      // Not only for looks: the next rules try every space as a beginning, and a hostile page has a million in a row.
      .replace(SPACES, ' ')
      .replace(RANGE, '-')
      .replace(DASH, ' - ')
      .replace(SPACES, ' ')
      .trim()
  );
}
