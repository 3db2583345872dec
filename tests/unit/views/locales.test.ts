import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

type Messages = Record<string, { message: string; description?: string }>;

const FOLDER = 'public/_locales';
const LOCALES = ['de', 'es', 'fr', 'id', 'ja', 'pt_BR', 'zh_CN'];
/** Longest description that Chrome's store and manifest take. */
const DESCRIPTION_CHARS = 132;

function read(locale: string): Messages {
  return JSON.parse(readFileSync(`${FOLDER}/${locale}/messages.json`, 'utf8'));
}

function placeholders(text: string): string[] {
  return [...new Set(text.match(/\$\d/g) ?? [])].sort();
}

const english = read('en');

describe.each(LOCALES)('the translation %s', (locale) => {
  const translated = read(locale);

  it('has every text, and no other', () => {
    expect(Object.keys(translated)).toEqual(Object.keys(english));
  });

  it('has the placeholders of every text', () => {
    const different = Object.keys(english).filter(
      (key) =>
        placeholders(translated[key]?.message ?? '').join() !==
        placeholders(english[key]?.message ?? '').join(),
    );
    expect(different).toEqual([]);
  });

  it('leaves no text empty', () => {
    expect(Object.keys(translated).filter((key) => !translated[key]?.message.trim())).toEqual([]);
  });

  it('names itself as browsers do', () => {
    expect(Intl.getCanonicalLocales(translated.language?.message)[0]).toBe(locale.replace('_', '-'));
  });
});

describe('every language', () => {
  it.each(['en', ...LOCALES])('%s describes the extension within what a manifest takes', (locale) => {
    expect(read(locale).extensionDescription?.message.length).toBeLessThanOrEqual(DESCRIPTION_CHARS);
  });
});

describe('the English words', () => {
  const texts = Object.values(english).map(({ message }) => message);

  it('never say that a person wrote a text, nor speak of plagiarism', () => {
    expect(texts.filter((text) => /human|plagiar|genuine|authentic/i.test(text))).toEqual([]);
  });

  it('never give a bare percentage as a verdict', () => {
    const verdicts = Object.entries(english).filter(([key]) => /^(verdict|means|headline)/.test(key));
    expect(verdicts.filter(([, { message }]) => message.includes('%'))).toEqual([]);
  });

  it('are all used', () => {
    const source = globSync('{components,entrypoints,lib}/**/*.{ts,tsx}')
      .concat('wxt.config.ts')
      .map((file) => readFileSync(file, 'utf8'))
      .join('\n');
    const unused = Object.keys(english).filter((key) => {
      const stem = key.replace(/_(one|other)$/, '');
      return !source.includes(`'${stem}'`) && !source.includes(`__MSG_${key}__`);
    });
    expect(unused).toEqual([]);
  });
});
