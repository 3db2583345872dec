import { browser } from 'wxt/browser';
import type { Order, PageQuestion } from '../protocol/messages.ts';
import { loadSettings, onSettingsChange, readSettings, type Settings } from './settings.ts';

// Settings as content scripts get them. A page's process never reads the storage itself: it holds the reader's sites
// and what they called wrong. So the background says what a page needs, once when asked and again after each change.

/** Everything but the sites: a page must not learn where else the reader goes. */
export type PageSettings = Omit<Settings, 'sites'>;

export async function settingsForPages(): Promise<PageSettings> {
  const { sites: _, ...others } = await loadSettings();
  return others;
}

// A service worker may end between question and answer; the next question starts it again.
const ATTEMPTS = 3;

/** A question may be lost with the service worker that was to answer it. */
const PATIENCE_MS = 1000;

/** In a content script: the settings in force; the defaults where the background cannot be asked. */
export async function askPageSettings(): Promise<PageSettings> {
  const question: PageQuestion = { type: 'settings' };
  // A function of its own: where the extension has gone meanwhile, the browser throws before it promises anything.
  const ask = async (): Promise<unknown> => browser.runtime.sendMessage(question);
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const answer: unknown = await Promise.race([
      ask().catch(() => null),
      new Promise((resolve) => setTimeout(resolve, PATIENCE_MS)),
    ]);
    if (answer) return readPageSettings(answer);
  }
  return readPageSettings({});
}

export function readPageSettings(settings: unknown): PageSettings {
  const { sites: _, ...others } = readSettings(settings);
  return others;
}

/** In the background: tells every page that listens of each change. Pages without a content script do not hear it. */
export function spreadSettings(signal: AbortSignal): void {
  onSettingsChange(signal, () => void tellAllTabs());
}

async function tellAllTabs(): Promise<void> {
  const order: Order = { type: 'settings', settings: await settingsForPages() };
  const tabs = await browser.tabs.query({});
  for (const { id } of tabs) if (id !== undefined) browser.tabs.sendMessage(id, order).catch(() => undefined);
}
