import { render } from 'preact';
import { act } from 'preact/test-utils';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import type { ViewRequest } from '../../../lib/protocol/messages.ts';
import type { ViewedTab } from '../../../lib/views/current-tab.ts';
import { linkTab, type TabLink } from '../../../lib/views/tab-link.ts';
import { useCheck } from '../../../lib/views/use-check.ts';
import { startDom } from '../dom.ts';
import { type FakePort, fakeTabPorts, stateOf } from './fake-tab-ports.ts';
import { speakEnglish } from './speak-english.ts';

const TAB: ViewedTab = { id: 1, url: 'https://a.example/', title: 'A' };
const NEXT: ViewedTab = { id: 1, url: 'https://b.example/', title: 'B' };

let ports: FakePort[];
let link: TabLink;
let root: HTMLElement;
let check: () => void;
/** What the background answers a request to check. */
let outcome: unknown;

/** A view that says no more than in which state it is. */
function View({ tab }: { tab: ViewedTab }) {
  const now = useCheck(tab, link);
  check = now.check;
  return now.state.value.kind;
}

const show = (tab: ViewedTab) => act(() => render(<View tab={tab} />, root));
const shown = () => root.textContent;
const press = () => act(async () => check());

beforeEach(() => {
  vi.restoreAllMocks();
  fakeBrowser.reset();
  speakEnglish();
  root = startDom();
  ports = fakeTabPorts();
  outcome = { ok: true };
  const answer = async ({ type }: ViewRequest) => (type === 'warm' ? { ok: true } : outcome);
  vi.spyOn(fakeBrowser.runtime, 'sendMessage').mockImplementation(answer as never);
  link = linkTab(1, new AbortController().signal);
});

afterEach(() => {
  render(null, root);
  vi.unstubAllGlobals();
});

/** A page that was not checked before, and a view on it. */
async function openUnchecked(): Promise<void> {
  await show(TAB);
  await act(() => ports[0]?.close());
  expect(shown()).toBe('unchecked');
}

describe('a check from a view', () => {
  it('is starting until the page is at work', async () => {
    await openUnchecked();
    await press();
    expect(shown()).toBe('starting');
    await act(() => ports[1]?.say(stateOf('idle')));
    expect(shown()).toBe('starting');
    await act(() => ports[1]?.say(stateOf('reading')));
    expect(shown()).toBe('checking');
  });

  it('can be started anew after the page was loaded again', async () => {
    await openUnchecked();
    await press();
    await act(() => ports[1]?.say(stateOf('reading')));
    await act(() => ports[1]?.close());
    expect(shown()).toBe('unchecked');
    await press();
    expect(shown()).toBe('starting');
  });

  it('can be started anew where the page was loaded again before anything was heard of it', async () => {
    await openUnchecked();
    await press();
    await act(() => ports[1]?.close());
    expect(shown()).toBe('unchecked');
  });
});

describe('a view that stays while the tab goes to another page', () => {
  it('says nothing of what the page before has refused', async () => {
    await openUnchecked();
    outcome = { ok: false, reason: 'Not here.' };
    await press();
    expect(shown()).toBe('failed');
    await show(NEXT);
    expect(shown()).toBe('unchecked');
  });

  it('knows where nothing can be checked', async () => {
    await openUnchecked();
    await show({ ...NEXT, url: 'chrome://version' });
    expect(shown()).toBe('cannot');
  });
});
