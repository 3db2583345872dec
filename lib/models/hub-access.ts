import { browser } from 'wxt/browser';
import { loadSettings } from '../settings/settings.ts';
import { patternOf, ruleFor } from '../settings/sites.ts';

// The browser's permission for the server that models come from: asked for with a download, given back after it. Where
// the reader had granted it before, it is theirs and stays.

/** Written down while the permission is borrowed: a page that is closed in the middle cannot give it back itself. */
const KEY = 'borrowedServer';

export interface HubAccess {
  /** Asks the reader; must be called in the click itself, before anything is awaited. */
  request(): Promise<boolean>;
  giveBack(): Promise<void>;
}

/** @param hub an origin */
export async function openHubAccess(hub: string): Promise<HubAccess> {
  const permissions = { origins: [patternOf(hub)] };
  const isBorrowed = async (): Promise<boolean> => (await browser.storage.local.get(KEY))[KEY] === hub;

  async function giveBack(): Promise<void> {
    if (!(await isBorrowed())) return;
    await browser.storage.local.remove(KEY);
    if (ruleFor(await loadSettings(), hub) === 'always') return;
    await browser.permissions.remove(permissions).catch(() => false);
  }

  // What a page that was closed in the middle of a download has left.
  await giveBack();
  const isOwn = await browser.permissions.contains(permissions);
  return {
    async request() {
      const asked = browser.permissions.request(permissions);
      if (!isOwn) await browser.storage.local.set({ [KEY]: hub });
      return asked;
    },
    giveBack,
  };
}
