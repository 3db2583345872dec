import { vi } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import { ASLEEP, type DocumentState } from '../../../lib/protocol/messages.ts';

/** A port to a tab as the tab's side of it. */
export interface FakePort {
  say(state: DocumentState): void;
  /** The page has gone, or nobody was there. */
  close(): void;
}

/** Replaces the ports to tabs. Gives those that are opened, as they are. */
export function fakeTabPorts(): FakePort[] {
  const ports: FakePort[] = [];
  const connect = () => {
    const heard: ((message: unknown) => void)[] = [];
    const closed: (() => void)[] = [];
    ports.push({
      say: (state) => {
        for (const listener of heard) listener(state);
      },
      close: () => {
        for (const listener of closed) listener();
      },
    });
    return {
      onMessage: { addListener: (listener: (message: unknown) => void) => heard.push(listener) },
      onDisconnect: { addListener: (listener: () => void) => closed.push(listener) },
      // The browser does not tell the side that closes.
      disconnect() {},
      postMessage() {},
    };
  };
  vi.spyOn(fakeBrowser.tabs, 'connect').mockImplementation(connect as never);
  return ports;
}

export function stateOf(phase: DocumentState['phase'], document = 'top'): DocumentState {
  return {
    document,
    top: document === 'top',
    phase,
    failure: null,
    engine: ASLEEP,
    marksShown: true,
    passages: [],
    units: [],
  };
}
