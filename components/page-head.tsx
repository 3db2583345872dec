import { browser } from 'wxt/browser';
import { t } from '../lib/views/words.ts';
import { TelltaleSign } from './telltale-sign.tsx';

const PAGES = [
  ['welcome', 'pageWelcome'],
  ['check-text', 'pageCheckText'],
  ['accuracy', 'pageAccuracy'],
  ['options', 'pageOptions'],
] as const;

export type PageName = (typeof PAGES)[number][0];

/** The head of every page in a tab, with the way to the others. */
export function PageHead({ title, here }: { title: string; here: PageName }) {
  return (
    <header>
      <h1>
        <TelltaleSign /> {title}
      </h1>
      <nav aria-label={t('pagesLabel')}>
        {PAGES.map(([name, key]) => (
          <a key={name} href={pageAddress(name)} aria-current={name === here ? 'page' : undefined}>
            {t(key)}
          </a>
        ))}
      </nav>
    </header>
  );
}

export function pageAddress(name: PageName): string {
  return browser.runtime.getURL(`/${name}.html`);
}
