import { browser } from 'wxt/browser';
import { startWorker } from '../../lib/hosting/worker.ts';
import { PORT_HOST, parse, schemas } from '../../lib/protocol/messages.ts';
import { isOwnPage } from '../../lib/protocol/senders.ts';

// Chrome's host document: keeps the engine's worker while service workers come and go, and ends when it is idle.

const worker = startWorker(() => window.close());

browser.runtime.onConnect.addListener((port) => {
  // Only the background speaks to the host; a content script's port comes here as well.
  if (port.name !== PORT_HOST || !isOwnPage(port.sender)) return;
  const unsubscribe = worker.onAnswer((answer) => port.postMessage(answer));
  port.onMessage.addListener((message) => {
    const request = parse(schemas.hostRequest, message);
    if (request) worker.post(request);
  });
  port.onDisconnect.addListener(unsubscribe);
});
