import type { Page } from 'playwright-core';
import type { Page as FirefoxPage } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { waitForCard } from './card.ts';
import { type Chromium, launchChromium } from './chromium.ts';
import { checkFromPopup, type Firefox, launchFirefox } from './firefox.ts';
import { openPopup, stateWhenDone } from './popup.ts';
import { type RecordingProxy, startRecordingProxy } from './recording-proxy.ts';
import { type Served, serve } from './serve.ts';

// Every request of a whole browser goes through one proxy: pages, workers, service worker, offscreen document. What is
// left after taking away the test's own page loads and the browsers' own errands must be nothing.

const ERRANDS =
  /^(CONNECT|GET|POST) (http:\/\/)?([a-z0-9-]+\.)*(google\.com|gstatic\.com|googleapis\.com|mozilla\.(com|org|net)|firefox\.com)[:/]/;

let served: Served;
let proxy: RecordingProxy;

beforeAll(async () => {
  served = await serve('demo/pages');
  proxy = await startRecordingProxy();
});

afterAll(async () => {
  await proxy?.close();
  await served?.close();
});

/** Requests that are neither the test's own pages nor a browser's own errands. */
function unasked(): string[] {
  return proxy.seen.filter(
    (request) => !ERRANDS.test(request) && !request.startsWith(`GET ${served.origin}/`),
  );
}

/** Requests to the site of the page, which only the page's own load may make. */
function toTheSite(): string[] {
  return proxy.seen.filter((request) => request.startsWith(`GET ${served.origin}/`));
}

function launch(): Promise<Chromium> {
  // `<-loopback>`: requests to this very machine go through the proxy as well.
  return launchChromium({ args: [`--proxy-server=${proxy.address}`, '--proxy-bypass-list=<-loopback>'] });
}

async function checkedPage(chromium: Chromium, name: string): Promise<{ page: Page; popup: Page }> {
  const page = await chromium.context.newPage();
  await page.goto(`${served.origin}/${name}`);
  const popup = await openPopup(chromium, page);
  await popup.getByRole('button', { name: 'Check this page' }).click();
  await stateWhenDone(popup);
  return { page, popup };
}

describe('the network as Chromium sees it', () => {
  let chromium: Chromium;
  let page: Page;
  let popup: Page;
  let loads: string[];

  beforeAll(async () => {
    chromium = await launch();
    ({ page, popup } = await checkedPage(chromium, 'thread.html'));
    loads = toTheSite();
  });

  afterAll(() => chromium.close());

  it('is asked for nothing by a check', () => {
    expect(unasked()).toEqual([]);
  });

  it('is asked for nothing by a selection', async () => {
    await page.evaluate(() => {
      const paragraph = [...document.querySelectorAll('p')].find((p) => (p.textContent?.length ?? 0) > 300);
      if (paragraph) getSelection()?.selectAllChildren(paragraph);
    });
    await page.bringToFront();
    await chromium.command(page, 'check-selection');
    await waitForCard(page, /words/);
    expect(unasked()).toEqual([]);
  });

  it.each(['options', 'sidepanel', 'check-text', 'accuracy', 'welcome'])(
    'is asked for nothing by the page %s',
    async (name) => {
      const own = await chromium.context.newPage();
      await own.goto(`chrome-extension://${chromium.extensionId}/${name}.html`, { waitUntil: 'networkidle' });
      await own.waitForSelector('main *');
      await own.close();
      expect(unasked()).toEqual([]);
    },
  );

  it('is asked for nothing when the service worker was killed and starts again', async () => {
    await chromium.killBackground();
    await popup.evaluate(() => chrome.runtime.sendMessage({ type: 'warm' }));
    await checkedPage(chromium, 'thread.html?again');
    expect(unasked()).toEqual([]);
  });

  it('is closed to our own pages and workers by the browser itself', async () => {
    const attempt = (address: string): Promise<string> =>
      fetch(address).then(
        () => 'answered',
        (error: Error) => error.message,
      );
    // Not even of the server from which models come is more open than the pinned ones' folders.
    for (const address of ['http://127.0.0.1:54321/leak', 'https://huggingface.co/leak']) {
      expect(await popup.evaluate(attempt, address)).toMatch(/Failed to fetch|Content Security Policy/);
      const background = await chromium.background();
      expect(await background.evaluate(attempt, address)).toMatch(/Failed to fetch|Content Security/);
    }
    expect(unasked()).toEqual([]);
  });

  it('is asked for nothing after a restart of the browser', async () => {
    await chromium.close();
    chromium = await launch();
    await checkedPage(chromium, 'article.html');
    expect(unasked()).toEqual([]);
  });

  it('sees the site asked for the pages that the test opened, and for nothing again', () => {
    const documents = toTheSite().filter(
      (request) => request.endsWith('.html') || request.includes('.html?'),
    );
    expect(loads.length).toBeGreaterThan(0);
    expect(documents).toHaveLength(3);
  });

  it('shows every request to this test, were there one', async () => {
    const page = await chromium.context.newPage();
    await page.goto(`${served.origin}/article.html`);
    await page.evaluate(() =>
      fetch('http://127.0.0.1:54321/seen', { mode: 'no-cors' }).catch(() => undefined),
    );
    expect(unasked()).toEqual(['GET http://127.0.0.1:54321/seen']);
    proxy.seen.length = 0;
  });
});

describe('the network as Firefox sees it', () => {
  // One thread, on a machine that may be busy.
  const PATIENT = { timeout: 90_000 };
  vi.setConfig({ testTimeout: 120_000 });
  let firefox: Firefox;

  beforeAll(async () => {
    firefox = await launchBehindProxy();
  });

  afterAll(() => firefox.close());

  function launchBehindProxy(): Promise<Firefox> {
    const { hostname, port } = new URL(proxy.address);
    return launchFirefox({
      preferences: {
        'network.proxy.type': 1,
        'network.proxy.http': hostname,
        'network.proxy.http_port': Number(port),
        'network.proxy.ssl': hostname,
        'network.proxy.ssl_port': Number(port),
        'network.proxy.allow_hijacking_localhost': true,
      },
    });
  }

  async function checkedInFirefox(name: string): Promise<{ page: FirefoxPage; popup: FirefoxPage }> {
    const page = await firefox.browser.newPage();
    await page.goto(`${served.origin}/${name}`);
    expect(toTheSite()).toContain(`GET ${served.origin}/${name}`);
    const tabId = await firefox.clickToolbar(page);
    const popup = await firefox.openOwnPage(`popup.html#tab=${tabId}`);
    await checkFromPopup(popup, page);
    await popup.waitForFunction(() => /\d+ passages? show/.test(document.body.innerText), PATIENT);
    return { page, popup };
  }

  it('is asked for nothing by a check, nor by a selection', async () => {
    const { page, popup } = await checkedInFirefox('article.html');
    await page.evaluate(() => {
      const paragraph = [...document.querySelectorAll('p')].find((p) => (p.textContent?.length ?? 0) > 300);
      if (paragraph) getSelection()?.selectAllChildren(paragraph);
    });
    await page.bringToFront();
    // What the background sends for the menu's entry. It is answered when the card is there.
    await popup.evaluate(async () => {
      const { browser } = globalThis as unknown as { browser: typeof chrome };
      const tabId = Number(new URLSearchParams(location.hash.slice(1)).get('tab'));
      await browser.tabs.sendMessage(tabId, { type: 'check-selection' });
    });
    await page.waitForSelector('telltale-card');
    // Read after the selection, which goes before everything else.
    await popup.evaluate(async () => {
      const { browser } = globalThis as unknown as { browser: typeof chrome };
      await browser.runtime.sendMessage({ type: 'measure' });
    });
    expect(unasked()).toEqual([]);
  });

  it.each(['options', 'check-text', 'accuracy', 'welcome'])(
    'is asked for nothing by the page %s',
    async (name) => {
      const own = await firefox.openOwnPage(`${name}.html`);
      await own.waitForSelector('#app *');
      await own.close();
      expect(unasked()).toEqual([]);
    },
  );

  it('is asked for nothing when the event page was ended and starts again', async () => {
    await firefox.endBackground();
    await checkedInFirefox('article.html?after');
    expect(unasked()).toEqual([]);
  });

  it('is asked for nothing after a restart of the browser', async () => {
    await firefox.close();
    firefox = await launchBehindProxy();
    await checkedInFirefox('article.html?again');
    expect(unasked()).toEqual([]);
  });
});
