import type { Page } from 'playwright-core';
import type { DocumentState } from '../../lib/protocol/messages.ts';

/** What to wait for in a page's state. Named, since a condition cannot travel into the browser. */
export type Wanted = 'any' | 'ended' | 'visible judged' | 'cut';

/**
 * The top document's state as soon as it is as wanted. Asked from a popup's page.
 * `any`: the first that is told. `cut`: all that will be read of it has been read, and that is not all. `visible judged`: its first passages are final, whatever waits below; or the check has ended.
 */
export function stateWhen(popup: Page, wanted: Wanted): Promise<DocumentState> {
  return popup.evaluate(
    (wanted) =>
      new Promise<DocumentState>((resolve) => {
        const tabId = Number(new URLSearchParams(location.hash.slice(1)).get('tab'));
        const isWanted = ({ phase, passages, isCut }: DocumentState): boolean => {
          if (wanted === 'any') return true;
          if (wanted === 'cut') return isCut === true && passages.length >= 3000;
          if (['done', 'stopped', 'failed'].includes(phase)) return true;
          const first = passages.slice(0, 2);
          return wanted === 'visible judged' && first.length === 2 && first.every(({ final }) => final);
        };
        const connect = (): void => {
          const port = chrome.tabs.connect(tabId, { name: 'telltale-view' });
          const again = (): unknown => setTimeout(connect, 20);
          port.onDisconnect.addListener(again);
          port.onMessage.addListener((state: DocumentState) => {
            if (!state.top || !isWanted(state)) return;
            port.onDisconnect.removeListener(again);
            port.disconnect();
            resolve(state);
          });
        };
        connect();
      }),
    wanted,
  );
}

/** Milliseconds until the engine has given a selection's final score to one of our own pages, as to another tab. */
export function timeSelection(own: Page): Promise<number> {
  return own.evaluate(
    () =>
      new Promise<number>((resolve, reject) => {
        const began = performance.now();
        const id = crypto.randomUUID();
        const text = `The kettle in room ${id} had boiled dry twice before anybody noticed, and the smell of hot tin went
          through the whole corridor. We opened the windows, and my uncle, who had never liked the place, said that it was
          an improvement. Nobody answered him. Later the porter came with a mop and asked who would pay for the kettle.`;
        const port = chrome.runtime.connect({ name: 'telltale-page' });
        port.onMessage.addListener(
          (answer: { type: string; reason?: string; results?: { final: boolean }[] }) => {
            if (answer.type === 'refused') reject(new Error(answer.reason));
            if (answer.type !== 'scores' || !answer.results?.[0]?.final) return;
            port.disconnect();
            resolve(performance.now() - began);
          },
        );
        port.postMessage({ type: 'score', passages: [{ id, text, rank: 0, language: 'en' }] });
      }),
  );
}
