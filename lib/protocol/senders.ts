import { type Browser, browser } from 'wxt/browser';

// Who sent a message. The browser fills in a sender's address and tab; a content script cannot choose them.

type Sender = Browser.runtime.MessageSender | undefined;

/** Popup, side panel, options, offscreen document, background: pages of ours. */
export function isOwnPage(sender: Sender): boolean {
  if (sender?.id !== browser.runtime.id) return false;
  // Chrome names the origin, which a hostile page's process cannot forge as it can an address; Firefox may not.
  const address = sender.origin === undefined ? sender.url : `${sender.origin}/`;
  return address?.startsWith(browser.runtime.getURL('/')) ?? false;
}

/** Our script in a web page. Its process is the page's, so what it says is no more to be trusted than the page. */
export function isContentScript(sender: Sender): boolean {
  return sender?.id === browser.runtime.id && sender.tab?.id !== undefined && !isOwnPage(sender);
}
