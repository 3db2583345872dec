import { computed, type ReadonlySignal, signal } from '@preact/signals';
import { type Browser, browser } from 'wxt/browser';
import { gathered } from '../gathered.ts';
import { type DocumentState, PORT_VIEW, parse, schemas, type ViewOrder } from '../protocol/messages.ts';
import { isContentScript } from '../protocol/senders.ts';
import { mergeDocuments, type PageView } from './page-view.ts';

/** A view's line to all content scripts of one tab. */
export interface TabLink {
  state: ReadonlySignal<'opening' | 'absent' | 'live'>;
  page: ReadonlySignal<PageView | null>;
  /** Sent to every document of the tab; each acts on what is its own. */
  send(order: ViewOrder): void;
  /**
   * Opens the line again: after a check was started, or the tab went to another page. What was known stands until the
   * new line has spoken, or has closed.
   * @param isExpected somebody must be there: until they speak, the line is `opening` and no longer `absent`
   */
  connect(isExpected?: boolean): void;
}

/** Before a check no content script is there, and the port closes at once: that is `absent`. */
export function linkTab(tabId: number, until: AbortSignal): TabLink {
  const state = signal<'opening' | 'absent' | 'live'>('opening');
  const documents = signal<ReadonlyMap<string, DocumentState>>(new Map());
  let port: ReturnType<typeof browser.tabs.connect> | null = null;

  function connect(isExpected = false): void {
    port?.disconnect();
    if (isExpected && state.peek() === 'absent') state.value = 'opening';
    // A view that had nothing to show for a moment would lose what the reader has typed and chosen in it.
    const spoken = new Map<string, DocumentState>();
    const opened = browser.tabs.connect(tabId, { name: PORT_VIEW });
    port = opened;
    opened.onMessage.addListener((message: unknown) => {
      const heard = parse(schemas.documentState, message);
      if (!heard || port !== opened) return;
      documents.value = new Map(spoken.set(heard.document, heard));
      state.value = 'live';
    });
    opened.onDisconnect.addListener(() => {
      // Reading it tells Chrome that the missing receiver was expected.
      void browser.runtime.lastError;
      if (port !== opened) return;
      port = null;
      documents.value = new Map();
      state.value = 'absent';
    });
  }

  // A check may begin by a key, or by itself, and a frame may come late: a line reaches only those who were there when
  // it was opened. Every script asks for the settings as it comes.
  const connectSoon = gathered(() => !until.aborted && connect(true));
  const overheard = (message: unknown, sender: Browser.runtime.MessageSender): void => {
    if (!isContentScript(sender) || sender.tab?.id !== tabId) return;
    if (parse(schemas.pageQuestion, message)?.type === 'settings') connectSoon();
  };

  connect();
  browser.runtime.onMessage.addListener(overheard);
  until.addEventListener('abort', () => {
    browser.runtime.onMessage.removeListener(overheard);
    port?.disconnect();
  });
  return {
    state,
    page: computed(() => mergeDocuments(documents.value.values())),
    send: (order) => port?.postMessage(order),
    connect,
  };
}
