import { type Browser, browser } from 'wxt/browser';
import { defineBackground } from 'wxt/utils/define-background';
import { clearTally, setTally, showRefusal } from '../lib/hosting/badge.ts';
import { countDropped } from '../lib/hosting/dropped.ts';
import { orderTab } from '../lib/hosting/inject.ts';
import { PRIVATE, Router } from '../lib/hosting/router.ts';
import { type Order, type Outcome, PORT_PAGE, parse, schemas } from '../lib/protocol/messages.ts';
import { isContentScript, isOwnPage } from '../lib/protocol/senders.ts';
import { addDisagreement } from '../lib/settings/disagreements.ts';
import { settingsForPages, spreadSettings } from '../lib/settings/page-settings.ts';
import { loadSettings } from '../lib/settings/settings.ts';
import { ruleFor, setSiteRule, siteOf } from '../lib/settings/sites.ts';
import { isPdf } from '../lib/views/checkable.ts';

// A thin router: it may end at any time and loses nothing.

const MENU_SELECTION = 'check-selection';

/** Keyboard commands of the manifest, and the orders they give to the page in front. */
const COMMANDS: Record<string, Order> = {
  'check-page': { type: 'check', automatic: false },
  'next-mark': { type: 'step', by: 1 },
  'previous-mark': { type: 'step', by: -1 },
  'toggle-marks': { type: 'toggle-marks' },
  'check-selection': { type: 'check-selection' },
};

/** Opens the page for texts that are on no page. */
const COMMAND_TEXT = 'check-text';

export default defineBackground({
  type: 'module',
  main() {
    const router = new Router({ settings: loadSettings, onTally: tally });

    browser.runtime.onInstalled.addListener(({ reason }) => {
      if (reason === 'install') void openPage('/welcome.html');
      browser.contextMenus.create({
        id: MENU_SELECTION,
        title: browser.i18n.getMessage('menuCheckSelection'),
        contexts: ['selection'],
      });
    });

    shutStorage();
    spreadSettings(new AbortController().signal);

    browser.runtime.onConnect.addListener((port) => {
      const isKnown = isOwnPage(port.sender) || isContentScript(port.sender);
      if (port.name === PORT_PAGE && isKnown) router.addPage(port);
      else if (!isOwnPage(port.sender)) countDropped('forbidden');
    });

    browser.runtime.onMessage.addListener((message: unknown, sender) => {
      if (isOwnPage(sender)) return answerView(router, message);
      if (isContentScript(sender)) return answerPage(message, sender);
      countDropped('forbidden');
    });

    browser.contextMenus.onClicked.addListener((info, tab) => {
      if (info.menuItemId !== MENU_SELECTION || !tab) return;
      // The engine loads while the script finds its way into the page.
      void router.warm();
      void checkSelection(tab, info);
    });

    browser.commands.onCommand.addListener((name, tab) => {
      if (name === COMMAND_TEXT) void openPage('/check-text.html');
      const order = COMMANDS[name];
      if (!order || tab?.id === undefined) return;
      if (isToRead(order)) void router.warm();
      void giveByKey(tab.id, order);
    });

    browser.tabs.onRemoved.addListener((tabId) => void clearTally(tabId));
    browser.tabs.onUpdated.addListener((tabId, { status }, tab) => {
      if (status === 'loading') void clearTally(tabId);
      if (status === 'complete') void checkByItself(tab);
    });
  },
});

async function openPage(path: '/welcome.html' | '/check-text.html'): Promise<void> {
  await browser.tabs.create({ url: browser.runtime.getURL(path) });
}

const REPORTS = { 'engine-report': 'describe', measure: 'measure', 'forget-scores': 'forget' } as const;

/** What pages of ours may ask. */
function answerView(router: Router, message: unknown): Promise<unknown> | undefined {
  const request = parse(schemas.viewRequest, message);
  if (request?.type === 'warm') return router.warm().then((): Outcome => ({ ok: true }));
  if (request?.type === 'check-tab') return giveOrder(request.tabId, { type: 'check', automatic: false });
  const question = parse(schemas.engineQuestion, message);
  if (question) return router.report(REPORTS[question.type]);
  countDropped('malformed');
}

/** What content scripts may ask, besides scores over their port. */
function answerPage(message: unknown, { tab }: Browser.runtime.MessageSender): Promise<unknown> | undefined {
  const question = parse(schemas.pageQuestion, message);
  if (question?.type === 'settings') return settingsForPages();
  if (question?.type === 'disagree') {
    const { text, verdict, logit } = question;
    return addDisagreement({ text, verdict, logit, at: Date.now() });
  }
  // The one rule that a page's process may change: its own site's, and only to be left alone.
  if (question?.type === 'stop-site') return stopSite(tab?.url);
  countDropped(isForViews(message) ? 'forbidden' : 'malformed');
}

function isForViews(message: unknown): boolean {
  return parse(schemas.viewRequest, message) !== null || parse(schemas.engineQuestion, message) !== null;
}

/** Chrome lets content scripts read the storage unless told otherwise, and theirs are the pages' processes. */
function shutStorage(): void {
  if ('setAccessLevel' in browser.storage.local)
    void browser.storage.local.setAccessLevel({ accessLevel: 'TRUSTED_CONTEXTS' });
}

/** Gives the reader's order to a tab's page; nothing is read where the reader has set the site to *never*. */
async function giveOrder(tabId: number, order: Order): Promise<Outcome> {
  if (isToRead(order) && (await isNever(tabId)))
    return { ok: false, reason: browser.i18n.getMessage('siteNever') };
  const outcome = await orderTab(tabId, order);
  return outcome.ok ? { ok: true } : outcome;
}

async function isNever(tabId: number): Promise<boolean> {
  const { url } = await browser.tabs.get(tabId);
  return ruleFor(await loadSettings(), url) === 'never';
}

const isToRead = ({ type }: Order): boolean => type === 'check' || type === 'check-selection';

/** No page of ours is open that could show a refusal: the toolbar button does. */
async function giveByKey(tabId: number, order: Order): Promise<void> {
  const outcome = await giveOrder(tabId, order);
  await showRefusal(tabId, outcome.ok ? null : outcome.reason);
}

/** Checks a page of a site that the reader wants checked always. The address is known for those sites only. */
async function checkByItself(tab: Browser.tabs.Tab): Promise<void> {
  if (tab.id === undefined || ruleFor(await loadSettings(), tab.url) !== 'always') return;
  const order: Order = { type: 'check', automatic: true };
  // The page around the frames is asked first: where that is sensitive, none of them is read either.
  const outcome = await orderTab(tab.id, order, TOP_FRAME);
  if (outcome.ok && outcome.followed) await orderTab(tab.id, order);
}

const TOP_FRAME = 0;

async function stopSite(address: string | undefined): Promise<void> {
  const site = siteOf(address);
  if (site && ruleFor(await loadSettings(), address) === 'always') await setSiteRule(site, null);
}

function tally(port: Browser.runtime.Port, likely: number): void {
  const { tab, frameId = 0 } = port.sender ?? {};
  if (tab?.id !== undefined) void setTally(tab.id, frameId, likely);
}

/** Checks the selection in the page; where no script may run, on a page of our own that says why. */
async function checkSelection(tab: Browser.tabs.Tab, info: Browser.contextMenus.OnClickData): Promise<void> {
  if (tab.id !== undefined && (await isNever(tab.id)))
    return showRefusal(tab.id, browser.i18n.getMessage('siteNever'));
  // A PDF viewer's selection is known to the menu alone.
  const isReadable = tab.id !== undefined && !isPdf(tab.url);
  const outcome = isReadable
    ? await orderTab(tab.id as number, { type: 'check-selection' }, info.frameId)
    : null;
  if (outcome?.ok) return;
  const reason = outcome?.reason ?? browser.i18n.getMessage('selectionFromPdf');
  await browser.storage.session.set({ textToCheck: { text: info.selectionText ?? '', reason } });
  await browser.windows.create({
    url: browser.runtime.getURL(`/check-text.html${tab.incognito ? `?${PRIVATE}` : ''}`),
    type: 'popup',
    width: 560,
    height: 720,
  });
}
