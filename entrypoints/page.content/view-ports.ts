import { type Browser, browser } from 'wxt/browser';
import { gathered } from '../../lib/gathered.ts';
import { isOrphan } from '../../lib/hosting/client.ts';
import {
  type DocumentState,
  PORT_VIEW,
  parse,
  schemas,
  type ViewOrder,
} from '../../lib/protocol/messages.ts';
import { isOwnPage } from '../../lib/protocol/senders.ts';

export interface ViewPorts {
  /** Tells every open view the state as it is now; called often, sent a few times a second at most. */
  publish(): void;
}

/** Serves the popup and the side panel of this tab, until the signal is aborted. */
export function serveViews(options: {
  signal: AbortSignal;
  describe: () => DocumentState;
  obey: (order: ViewOrder) => void;
}): ViewPorts {
  const ports = new Set<Browser.runtime.Port>();

  const connected = (port: Browser.runtime.Port): void => {
    if (port.name !== PORT_VIEW || !isOwnPage(port.sender)) return;
    ports.add(port);
    port.onDisconnect.addListener(() => ports.delete(port));
    port.onMessage.addListener((message: unknown) => {
      const order = parse(schemas.viewOrder, message);
      if (order) options.obey(order);
    });
    port.postMessage(options.describe());
  };
  browser.runtime.onConnect.addListener(connected);
  options.signal.addEventListener('abort', () => {
    browser.runtime.onConnect.removeListener(connected);
    if (!isOrphan()) for (const port of ports) port.disconnect();
    ports.clear();
  });

  return {
    publish: gathered(() => {
      if (ports.size === 0) return;
      const state = options.describe();
      for (const port of ports) port.postMessage(state);
    }),
  };
}
