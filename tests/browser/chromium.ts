import { type BrowserContext, chromium, type Page, type Worker } from 'playwright-core';
import { findChromium } from './find-browser.ts';

export const CHROME_BUILD = '.output/chrome-mv3';

/** A real Chromium with the built extension in it. */
export interface Chromium {
  context: BrowserContext;
  extensionId: string;
  /** The service worker as it runs now; it may have been ended and started since the last call. */
  background(): Promise<Worker>;
  /** Clicks the extension's button in the toolbar with this page in front, as a reader does. */
  clickToolbar(page: Page): Promise<void>;
  tabIdOf(page: Page): Promise<number>;
  /** Gives one of the manifest's keyboard commands with this page in front. */
  command(page: Page, name: string): Promise<void>;
  /** Ends the service worker at once, as Chrome may at any time. */
  killBackground(): Promise<void>;
  /** Loads the extension anew while pages are open, as an update does. */
  reload(): Promise<void>;
  close(): Promise<void>;
}

export interface LaunchOptions {
  /** A window to look at; without one Chromium runs headless. */
  headed?: boolean;
  dark?: boolean;
  extension?: string;
  args?: string[];
}

export async function launchChromium(options: LaunchOptions = {}): Promise<Chromium> {
  const extension = `${process.cwd()}/${options.extension ?? CHROME_BUILD}`;
  const context = await chromium.launchPersistentContext('', {
    executablePath: findChromium(),
    headless: !options.headed,
    colorScheme: options.dark ? 'dark' : 'light',
    viewport: options.headed ? null : { width: 1280, height: 900 },
    ignoreDefaultArgs: ['--disable-extensions'],
    args: [
      // Containers and CI run as root, where Chromium's sandbox cannot start.
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      ...(options.headed ? [] : ['--headless=new']),
      `--disable-extensions-except=${extension}`,
      `--load-extension=${extension}`,
      '--enable-unsafe-extension-debugging',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
      ...(options.args ?? []),
    ],
  });
  const background = async (): Promise<Worker> =>
    context.serviceWorkers().find(isOurs) ?? (await context.waitForEvent('serviceworker', isOurs));
  const extensionId = new URL((await background()).url()).host;
  const browser = context.browser();
  if (!browser) throw new Error('Chromium gave no browser to speak to.');
  const session = await browser.newBrowserCDPSession();
  const tabIdOf = async (page: Page): Promise<number> => {
    const url = page.url();
    // Chrome tells an extension the address of those tabs only that the reader has let it into, and the click that
    // lets it in takes effect a moment later.
    for (const until = Date.now() + GRANT_MS; Date.now() < until; ) {
      const tabs = await (await background()).evaluate(async () => {
        const all = await chrome.tabs.query({});
        return all.map(({ id, url }) => ({ id, url }));
      });
      const id = tabs.find((tab) => tab.url === url)?.id;
      if (id !== undefined) return id;
    }
    throw new Error(`The extension may not see ${url}; click its toolbar button first.`);
  };
  return {
    context,
    extensionId,
    background,
    tabIdOf,
    async command(page, name) {
      const id = await tabIdOf(page);
      const worker = await background();
      await worker.evaluate(
        ([name, id]) => {
          // What Chrome calls when the keys are pressed; the driver cannot press keys of the browser itself.
          const event = chrome.commands.onCommand as unknown as { dispatch(...args: unknown[]): void };
          event.dispatch(name, { id });
        },
        [name, id] as const,
      );
    },
    async clickToolbar(page) {
      await page.bringToFront();
      const filter = [{ type: 'tab' }];
      const { targetInfos } = await session.send('Target.getTargets', { filter });
      const tab = targetInfos.find(({ url }) => url === page.url());
      if (!tab) throw new Error(`No tab shows ${page.url()}.`);
      // A protocol method newer than the types of the driver.
      const send = session.send.bind(session) as (method: string, params: object) => Promise<unknown>;
      await send('Extensions.triggerAction', { id: extensionId, targetId: tab.targetId });
    },
    async killBackground() {
      const { targetInfos } = await session.send('Target.getTargets');
      const worker = targetInfos.find(
        ({ type, url }) => type === 'service_worker' && url.includes(extensionId),
      );
      if (!worker) throw new Error('The service worker is not running.');
      await session.send('Target.closeTarget', { targetId: worker.targetId });
    },
    async reload() {
      const before = await background();
      const gone = new Promise((resolve) => before.once('close', resolve));
      const send = session.send.bind(session) as (method: string, params: object) => Promise<unknown>;
      await send('Extensions.loadUnpacked', { path: extension });
      await gone;
    },
    close: () => context.close(),
  };
}

const GRANT_MS = 5000;

function isOurs(worker: Worker): boolean {
  return worker.url().startsWith('chrome-extension://') && worker.url().endsWith('/background.js');
}
