import { type BrowserContext, type CDPSession, chromium, type Page, type Worker } from 'playwright-core';
import { findChromium, ROOT_ARGS } from './find-browser.ts';

export const CHROME_BUILD = '.output/chrome-mv3';

/** A real Chromium with the built extension in it. */
export interface Chromium {
  context: BrowserContext;
  /** The line to the browser itself. */
  session: CDPSession;
  extensionId: string;
  /** The service worker as it runs now; it may have been ended and started since the last call. */
  background(): Promise<Worker>;
  /** Clicks the extension's button in the toolbar with this page in front, as a reader does. */
  clickToolbar(page: Page): Promise<void>;
  /** Closes the popup that a click on the toolbar has opened. */
  closePopup(): Promise<void>;
  tabIdOf(page: Page): Promise<number>;
  /** Gives one of the manifest's keyboard commands with this page in front. */
  command(page: Page, name: string): Promise<void>;
  /** Ends the service worker at once, as Chrome may at any time. */
  killBackground(): Promise<void>;
  /** Loads the extension anew while pages are open, as an update does, or the reader after a crash. */
  reload(options?: { enableInIncognito?: boolean }): Promise<void>;
  close(): Promise<void>;
}

export interface LaunchOptions {
  /** A window to look at; without one Chromium runs headless. */
  headed?: boolean;
  dark?: boolean;
  extension?: string;
  args?: string[];
  /** A folder for the profile; left out, a fresh one that is deleted at the end. */
  profile?: string;
  /** The profile has had the extension before: no welcome page comes. */
  isInstalled?: boolean;
}

export async function launchChromium(options: LaunchOptions = {}): Promise<Chromium> {
  const extension = `${process.cwd()}/${options.extension ?? CHROME_BUILD}`;
  const context = await chromium.launchPersistentContext(options.profile ?? '', {
    executablePath: findChromium(),
    headless: !options.headed,
    colorScheme: options.dark ? 'dark' : 'light',
    viewport: options.headed ? null : { width: 1280, height: 900 },
    ignoreDefaultArgs: ['--disable-extensions'],
    args: [
      ...ROOT_ARGS,
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
  if (!options.isInstalled) await closeWelcome(context);
  const browser = context.browser();
  if (!browser) throw new Error('Chromium gave no browser to speak to.');
  const session = await browser.newBrowserCDPSession();
  /** The tab that shows a page, where the reader has let the extension in: Chrome hides all others' addresses from it. */
  const grantedTab = async (page: Page): Promise<number | undefined> => {
    const url = page.url();
    for (const until = Date.now() + GRANT_MS; Date.now() < until; ) {
      const tabs = await (await background()).evaluate(async () => {
        const all = await chrome.tabs.query({});
        return all.map(({ id, url }) => ({ id, url }));
      });
      const id = tabs.find((tab) => tab.url === url)?.id;
      if (id !== undefined) return id;
    }
  };
  const tabIdOf = async (page: Page): Promise<number> => {
    const id = await grantedTab(page);
    if (id !== undefined) return id;
    throw new Error(`The extension may not see ${page.url()}; click its toolbar button first.`);
  };
  return {
    context,
    session,
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
      // A protocol method newer than the types of the driver.
      const send = session.send.bind(session) as (method: string, params: object) => Promise<unknown>;
      for (let click = 1; click <= MOST_CLICKS; click++) {
        await page.bringToFront();
        const { targetInfos } = await session.send('Target.getTargets', { filter: [{ type: 'tab' }] });
        const tab = targetInfos.find(({ url }) => url === page.url());
        if (!tab) throw new Error(`No tab shows ${page.url()}.`);
        await send('Extensions.triggerAction', { id: extensionId, targetId: tab.targetId });
        // A click on a window that is still being drawn can come to nothing.
        if ((await grantedTab(page)) !== undefined) return;
      }
    },
    async closePopup() {
      const url = `chrome-extension://${extensionId}/popup.html`;
      for (const until = Date.now() + GRANT_MS; Date.now() < until; ) {
        const { targetInfos } = await session.send('Target.getTargets');
        const popup = targetInfos.find((target) => target.url === url);
        if (popup) return void (await session.send('Target.closeTarget', { targetId: popup.targetId }));
      }
      throw new Error('The popup did not open.');
    },
    async killBackground() {
      const { targetInfos } = await session.send('Target.getTargets');
      const worker = targetInfos.find(
        ({ type, url }) => type === 'service_worker' && url.includes(extensionId),
      );
      if (!worker) throw new Error('The service worker is not running.');
      await session.send('Target.closeTarget', { targetId: worker.targetId });
    },
    async reload(options = {}) {
      const before = context.serviceWorkers().find(isOurs);
      const gone = before && new Promise((resolve) => before.once('close', resolve));
      const send = session.send.bind(session) as (method: string, params: object) => Promise<unknown>;
      await send('Extensions.loadUnpacked', { path: extension, ...options });
      await gone;
    },
    close: () => context.close(),
  };
}

const GRANT_MS = 2000;
const MOST_CLICKS = 4;
const WELCOME_MS = 10_000;

/** At its first start the extension opens its welcome page; coming late, it would take the front from the page at work. */
async function closeWelcome(context: BrowserContext): Promise<void> {
  const isWelcome = (page: Page): boolean => page.url().endsWith('/welcome.html');
  const found =
    context.pages().find(isWelcome) ??
    (await context.waitForEvent('page', { predicate: openedWelcome, timeout: WELCOME_MS }));
  await found.close();
}

async function openedWelcome(page: Page): Promise<boolean> {
  await page
    .waitForURL(/welcome\.html$/, { timeout: WELCOME_MS, waitUntil: 'commit' })
    .catch(() => undefined);
  return page.url().endsWith('/welcome.html');
}

function isOurs(worker: Worker): boolean {
  return worker.url().startsWith('chrome-extension://') && worker.url().endsWith('/background.js');
}
