import { browser } from 'wxt/browser';
import { messageOf } from '../message-of.ts';
import { FOLDS_CSS } from '../painting/folds.ts';
import { marksCss } from '../painting/marks.ts';
import type { Order, OrderOutcome } from '../protocol/messages.ts';

const CONTENT_SCRIPT = '/content-scripts/page.js';

/**
 * Sends an order to a tab's content scripts, and puts them into documents that have none yet.
 * @param frameId one frame; all of the tab's where it is left out
 */
export async function orderTab(tabId: number, order: Order, frameId?: number): Promise<OrderOutcome> {
  const target = frameId === undefined ? { tabId, allFrames: true } : { tabId, frameIds: [frameId] };
  try {
    const frames = await browser.scripting.executeScript({
      target,
      func: hasContentScript,
      injectImmediately: true,
    });
    const bare = frames.filter(({ result }) => result !== true).map((frame) => frame.frameId);
    if (bare.length > 0) {
      const into = { tabId, frameIds: bare };
      const { user, author } = marksCss();
      // At once: the styles are there long before the script has found anything to mark.
      await Promise.all([
        browser.scripting.insertCSS({ target: into, css: user + FOLDS_CSS, origin: 'USER' }),
        browser.scripting.insertCSS({ target: into, css: author, origin: 'AUTHOR' }),
        browser.scripting.executeScript({
          target: into,
          files: [CONTENT_SCRIPT],
          // A frame that never ends loading must not hold up the page.
          injectImmediately: true,
        }),
      ]);
    }
    const to = frameId === undefined ? undefined : { frameId };
    const answer: unknown = await browser.tabs.sendMessage(tabId, order, to);
    return { ok: true, followed: answer === true };
  } catch (error) {
    return { ok: false, reason: await whyNot(tabId, error) };
  }
}

/** Runs in the page's isolated world: whether a living content script of this very version is there. */
function hasContentScript(): boolean {
  return 'telltaleIsHere' in globalThis && globalThis.telltaleIsHere === true;
}

async function whyNot(tabId: number, error: unknown): Promise<string> {
  const { url = '' } = await browser.tabs.get(tabId).catch(() => ({ url: '' }));
  const message = messageOf(error);
  // Without access to the tab its address stays secret, but the browser's words name its own schemes.
  if (BROWSER_PAGE.test(url) || BROWSER_PAGE.test(message))
    return browser.i18n.getMessage('cannotRunBrowserPage');
  if (/gallery|store|addons\.mozilla/i.test(message)) return browser.i18n.getMessage('cannotRunStore');
  if (/permission|access|host/i.test(message)) return browser.i18n.getMessage('cannotRunNoAccess');
  return browser.i18n.getMessage('cannotRunUnknown', message);
}

const BROWSER_PAGE =
  /\b(chrome|edge|brave|about|resource|devtools|view-source|moz-extension|chrome-extension):/;
