import { locale } from './words.ts';

/** A language's name in the reader's own: "en" is "English", "Englisch", … */
export function languageName(tag: string): string {
  try {
    return new Intl.DisplayNames(locale(), { type: 'language' }).of(tag) ?? tag;
  } catch {
    return tag;
  }
}
