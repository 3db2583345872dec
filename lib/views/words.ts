import { browser } from 'wxt/browser';
import type messages from '../../public/_locales/en/messages.json';
import type { Verdict } from '../detector/verdict.ts';

export type MessageKey = keyof typeof messages;

/** A key that exists as `<key>_one` and `<key>_other`. */
export type CountedKey = MessageKey extends infer K
  ? K extends `${infer Stem}_other`
    ? Stem
    : never
  : never;

/** A text of the interface in the reader's language. Substitutions are $1, $2 … of the message. */
export function t(key: MessageKey, ...substitutions: (string | number)[]): string {
  return browser.i18n.getMessage(key as never, substitutions.map(String)) || key;
}

/** A text that depends on a count. The count is $1, formatted; the rest follows as $2 … */
export function tCount(key: CountedKey, count: number, ...substitutions: (string | number)[]): string {
  const form = new Intl.PluralRules(locale()).select(count) === 'one' ? 'one' : 'other';
  return t(`${key}_${form}` as MessageKey, formatNumber(count), ...substitutions);
}

export function formatNumber(value: number): string {
  return new Intl.NumberFormat(locale()).format(value);
}

/** A share from 0 to 1 in percent. One that is too small for the decimals asked for says so: "under 1 %". */
export function formatShare(share: number, decimals: 0 | 1 = 0): string {
  const percent = new Intl.NumberFormat(locale(), { style: 'percent', maximumFractionDigits: decimals });
  const smallest = decimals === 0 ? 0.01 : 0.001;
  if (share > 0 && share < smallest) return t('underShare', percent.format(smallest));
  return percent.format(share);
}

/** Bytes as people read them: "126 MB", "1.4 MB", "30 kB". */
export function formatBytes(bytes: number): string {
  const isSmall = bytes < 1_000_000;
  const value = bytes / (isSmall ? 1000 : 1_000_000);
  return new Intl.NumberFormat(locale(), {
    style: 'unit',
    unit: isSmall ? 'kilobyte' : 'megabyte',
    maximumFractionDigits: !isSmall && value < 10 ? 1 : 0,
  }).format(value);
}

export function locale(): string {
  return browser.i18n.getUILanguage();
}

const VERDICT_KEYS = {
  'likely-ai': 'verdictLikely',
  'possibly-ai': 'verdictPossibly',
  'no-signs': 'verdictNone',
  'too-short': 'verdictShort',
  'not-prose': 'verdictNotProse',
  'unsupported-language': 'verdictLanguage',
} as const satisfies Record<Verdict, MessageKey>;

/** The verdict's name; "Waiting" where there is none yet. */
export function verdictName(verdict: Verdict | null): string {
  return t(verdict === null ? 'verdictWaiting' : VERDICT_KEYS[verdict]);
}

/** Tells the document its language, for hyphenation, quotes and screen readers. */
export function dressPage(titleKey?: MessageKey): void {
  document.documentElement.lang = t('language');
  if (titleKey) document.title = t(titleKey);
}
