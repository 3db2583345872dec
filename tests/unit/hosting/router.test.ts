import { beforeEach, describe, expect, it, vi } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import { Router } from '../../../lib/hosting/router.ts';
import type { HostRequest } from '../../../lib/protocol/messages.ts';
import { DEFAULT_SETTINGS } from '../../../lib/settings/settings.ts';

const posted: HostRequest[] = [];

vi.mock('../../../lib/hosting/link.ts', () => ({
  createHostLink: () => ({ post: (request: HostRequest) => posted.push(request) }),
}));

beforeEach(() => {
  fakeBrowser.reset();
  posted.length = 0;
});

/** A page connects to a router and asks for the scores of nothing. Gives what the host is asked. */
async function askFrom(
  incognito: boolean,
  memoryDays: number,
  url = 'https://example.org/',
): Promise<HostRequest | undefined> {
  const router = new Router({
    settings: async () => ({ ...DEFAULT_SETTINGS, memoryDays }),
    onTally: () => undefined,
  });
  let say: (message: unknown) => void = () => undefined;
  router.addPage({
    sender: { url, tab: { incognito } },
    onMessage: {
      addListener: (listener: typeof say) => {
        say = listener;
      },
    },
    onDisconnect: { addListener: () => undefined },
  } as never);
  say({ type: 'score', passages: [] });
  await expect.poll(() => posted.length).toBe(1);
  return posted[0];
}

describe('days of memory, with a request', () => {
  it("are the reader's", async () => {
    expect(await askFrom(false, 30)).toMatchObject({ memoryDays: 30, keptDays: 30 });
  });

  it('are none for a page in a private window, which says nothing of what is kept of others', async () => {
    expect(await askFrom(true, 30)).toMatchObject({ memoryDays: 0, keptDays: 30 });
  });

  it('are none for a page of ours that shows what was selected in a private window', async () => {
    const url = 'chrome-extension://abc/check-text.html?private';
    expect(await askFrom(false, 30, url)).toMatchObject({ memoryDays: 0, keptDays: 30 });
  });

  it('are none at all where the reader has set so', async () => {
    expect(await askFrom(true, 0)).toMatchObject({ memoryDays: 0, keptDays: 0 });
  });
});
