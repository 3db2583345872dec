import { describe, expect, it } from 'vitest';
import { languageOf } from '../../../lib/reading/language.ts';
import { countWords } from '../../../lib/reading/words.ts';

const language = (text: string, lang: string | null): string | null =>
  languageOf({ text, lang, words: countWords(text) });

const ENGLISH =
  'The mill had stood empty since the war, and the swifts had taken the upper floor. Nobody minded, because nobody went up there any more.';
const GERMAN =
  'Die Mühle stand seit dem Krieg leer, und die Mauersegler hatten das obere Stockwerk bezogen. Niemand hatte etwas dagegen.';
const SPANISH =
  'El molino llevaba vacío desde la guerra, y los vencejos se habían quedado con el piso de arriba. A nadie le importaba.';

describe('languageOf', () => {
  it.each([
    ['English that says so', ENGLISH, 'en-GB', 'en'],
    ['English that says nothing', ENGLISH, null, 'en'],
    ['English in a template left at German', ENGLISH, 'de', 'en'],
    ['German in a template left at English', GERMAN, 'en', 'de'],
    ['Spanish that says nothing', SPANISH, null, 'es'],
    ['too few words to guess from: what the page says', 'Guten Morgen', 'de-AT', 'de'],
    ['too few words, and the page says nothing', 'Guten Morgen', null, null],
    ['an underscore where a hyphen should be', 'Good morning', 'en_US', 'en'],
    ['a tag that is none', 'Good morning', '???', null],
  ])('%s', (_what, text, lang, expected) => {
    expect(language(text, lang)).toBe(expected);
  });

  it('knows English with few function words: recipes and lists', () => {
    expect(
      language(
        'Ingredients: 4 boneless, skinless chicken breasts, cut into bite-sized pieces, 2 bell peppers, cut into 1-inch pieces, salt and pepper.',
        null,
      ),
    ).toBe('en');
  });
});
