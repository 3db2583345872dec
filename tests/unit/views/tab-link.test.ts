import { beforeEach, describe, expect, it, vi } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import { linkTab, type TabLink } from '../../../lib/views/tab-link.ts';
import { type FakePort, fakeTabPorts, stateOf } from './fake-tab-ports.ts';

let ports: FakePort[];
let link: TabLink;

beforeEach(() => {
  vi.restoreAllMocks();
  fakeBrowser.reset();
  ports = fakeTabPorts();
  link = linkTab(1, new AbortController().signal);
});

const phase = () => link.page.value?.phase ?? null;

describe('the line to a tab', () => {
  it('is absent where nobody answers, and live as soon as somebody has', () => {
    expect(link.state.value).toBe('opening');
    ports[0]?.close();
    expect(link.state.value).toBe('absent');
    link.connect();
    expect(link.state.value).toBe('absent');
    ports[1]?.say(stateOf('reading'));
    expect([link.state.value, phase()]).toEqual(['live', 'reading']);
  });

  it('keeps what it knows while it is opened again, and then believes the new one alone', () => {
    ports[0]?.say(stateOf('done', 'top'));
    ports[0]?.say(stateOf('scoring', 'frame'));
    link.connect(true);
    expect([link.state.value, phase()]).toEqual(['live', 'scoring']);
    ports[1]?.say(stateOf('done', 'top'));
    expect(phase()).toBe('done');
  });

  it('forgets a page that has gone, also where it went while the line was opened again', () => {
    ports[0]?.say(stateOf('done'));
    link.connect();
    ports[1]?.close();
    expect([link.state.value, phase()]).toEqual(['absent', null]);
  });

  it('hears nothing over a line that it has given up', () => {
    link.connect();
    ports[0]?.say(stateOf('done'));
    ports[0]?.close();
    expect([link.state.value, phase()]).toEqual(['opening', null]);
  });

  it('is opened again when a script comes into its tab, once for many', async () => {
    vi.useFakeTimers();
    ports[0]?.close();
    const script = (tab: number) => ({
      id: fakeBrowser.runtime.id,
      url: 'https://a.example/',
      tab: { id: tab },
    });
    const come = (tab: number) =>
      fakeBrowser.runtime.onMessage.trigger({ type: 'settings' }, script(tab) as never, () => {});
    await come(2);
    vi.runAllTimers();
    expect(ports).toHaveLength(1);
    await come(1);
    await come(1);
    vi.runAllTimers();
    expect(ports).toHaveLength(2);
    ports[1]?.say(stateOf('reading'));
    expect(link.state.value).toBe('live');
    vi.useRealTimers();
  });

  it('is opening again where somebody must be there', () => {
    ports[0]?.close();
    link.connect(true);
    expect(link.state.value).toBe('opening');
    ports[1]?.close();
    expect(link.state.value).toBe('absent');
  });
});
