import puppeteer, { type Browser, type Page, TimeoutError } from 'puppeteer-core';
import { findFirefox } from './find-browser.ts';

export const FIREFOX_BUILD = '.output/firefox-mv3';

/** A real Firefox with the built extension in it. */
export interface Firefox {
  browser: Browser;
  /** Clicks the extension's button in the toolbar with this page in front, as a reader does. */
  clickToolbar(page: Page): Promise<number>;
  /** Opens one of the extension's own pages in a tab. */
  openOwnPage(path: string): Promise<Page>;
  /** Ends the event page at once, and the engine with it, as Firefox does after half a minute without work. */
  endBackground(): Promise<void>;
  close(): Promise<void>;
}

const OWN_PAGE_MS = 1500;

interface ChromeScope {
  send(method: string, params: object): Promise<{ result: Evaluated & { contexts?: { context: string }[] } }>;
}

interface Evaluated {
  type?: string;
  result?: { value?: unknown };
  exceptionDetails?: { text: string };
}

export interface FirefoxOptions {
  /** Another build than the usual one. */
  extension?: string;
  dark?: boolean;
  /** All windows are private ones, and the extension is allowed there. */
  isPrivate?: boolean;
  /** Preferences by name, as in about:config. */
  preferences?: Record<string, string | number | boolean>;
}

/**
 * Checks a page from its popup, as a reader does.
 * @returns what the popup says in the end, as far as it counts passages
 */
export async function checkFromPopup(popup: Page, page: Page): Promise<string | undefined> {
  const button = await popup.waitForSelector('::-p-xpath(//button[contains(., "Check this page")])');
  await button?.evaluate((element) => (element as HTMLButtonElement).click());
  // Here the popup is in a tab of its own, which covers the page; and a check waits while nobody looks at its tab.
  await page.bringToFront();
  // A tab that is covered draws no frames, with which the driver would look by itself.
  const said = await popup.waitForFunction(() => /\d+ passages? show/.exec(document.body.innerText)?.[0], {
    polling: 200,
  });
  return said.jsonValue();
}

export async function launchFirefox(options: FirefoxOptions = {}): Promise<Firefox> {
  const browser = await puppeteer.launch({
    browser: 'firefox',
    executablePath: findFirefox(),
    headless: true,
    defaultViewport: { width: 1280, height: 900 },
    // The toolbar belongs to the browser's own window, which the driver may touch with this flag only.
    args: ['--remote-allow-system-access'],
    extraPrefsFirefox: {
      'ui.systemUsesDarkTheme': options.dark ? 1 : 0,
      'browser.privatebrowsing.autostart': options.isPrivate ?? false,
      ...options.preferences,
    },
  });
  const id = await browser.installExtension(`${process.cwd()}/${options.extension ?? FIREFOX_BUILD}`);
  // The driver's types leave out the connection that speaks the protocol itself.
  const { connection } = browser as unknown as { connection: ChromeScope };
  const tree = await connection.send('browsingContext.getTree', { 'moz:scope': 'chrome' });
  const context = tree.result.contexts?.[0]?.context;

  async function inBrowserWindow(code: string): Promise<unknown> {
    const expression = `(async () => {
      const policy = WebExtensionPolicy.getByID(${JSON.stringify(id)});
      const extension = policy.extension;
      ${code}
    })()`;
    const { result } = await connection.send('script.evaluate', {
      expression,
      target: { context },
      awaitPromise: true,
    });
    if (result.type === 'exception') throw new Error(result.exceptionDetails?.text);
    return result.result?.value;
  }

  if (options.isPrivate) {
    await inBrowserWindow(`
      const { ExtensionPermissions } = ChromeUtils.importESModule('resource://gre/modules/ExtensionPermissions.sys.mjs');
      const { AddonManager } = ChromeUtils.importESModule('resource://gre/modules/AddonManager.sys.mjs');
      const allowed = { permissions: ['internal:privateBrowsingAllowed'], origins: [] };
      await ExtensionPermissions.add(extension.id, allowed);
      await (await AddonManager.getAddonByID(extension.id)).reload();`);
  }
  const base = String(await inBrowserWindow('return policy.getURL("");'));
  return {
    browser,
    async clickToolbar(page) {
      await page.bringToFront();
      const tabId = await inBrowserWindow(`
        // The popup of an earlier click: while it is open, a click would only close it, and open no page to us.
        for (const panel of document.querySelectorAll('panel')) panel.hidePopup();
        const { ExtensionParent } = ChromeUtils.importESModule('resource://gre/modules/ExtensionParent.sys.mjs');
        ExtensionParent.apiManager.global.browserActionFor(extension).triggerAction(window);
        return extension.tabManager.getWrapper(gBrowser.selectedTab).id;`);
      return Number(tabId);
    },
    async openOwnPage(path) {
      const page = await browser.newPage();
      // The driver is not told when an extension's page has loaded; whoever opens it waits for what it shows.
      await page.goto(base + path, { timeout: OWN_PAGE_MS }).catch((error) => {
        if (!(error instanceof TimeoutError)) throw error;
      });
      return page;
    },
    async endBackground() {
      await inBrowserWindow(
        'await extension.terminateBackground({ ignoreDevToolsAttached: true, disableResetIdleForTest: true });',
      );
    },
    close: () => browser.close(),
  };
}
