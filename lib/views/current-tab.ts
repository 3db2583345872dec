import { browser } from 'wxt/browser';

export interface ViewedTab {
  id: number;
  /** Unknown where the reader has not let us see it. */
  url: string | undefined;
  title: string | undefined;
}

/** The tab that a view is about: the one named in its own address (`#tab=7`), else the one in front. */
export async function currentTab(): Promise<ViewedTab | null> {
  const named = /\btab=(\d+)/.exec(location.hash)?.[1];
  const tab = named
    ? await browser.tabs.get(Number(named)).catch(() => undefined)
    : (await browser.tabs.query({ active: true, currentWindow: true }))[0];
  return tab?.id === undefined ? null : { id: tab.id, url: tab.url, title: tab.title };
}
