import { browser } from 'wxt/browser';

const KEY = 'tallies';
// What fits on a badge.
const MOST_SHOWN = 999;
const REFUSED = '!';

type Tallies = Record<string, Record<string, number>>;

/**
 * Keeps the toolbar badge: how many passages of a tab's documents are `likely-ai`. Kept in session storage, since
 * this process may end between two documents' messages.
 */
export function setTally(tabId: number, frameId: number, likely: number): Promise<void> {
  return inTurn(async (tallies) => {
    const tab = { ...tallies[tabId], [frameId]: likely };
    await browser.storage.session.set({ [KEY]: { ...tallies, [tabId]: tab } });
    const sum = Object.values<number>(tab).reduce((all, one) => all + one, 0);
    await showBadge(tabId, sum);
  });
}

/**
 * Says on the toolbar button why an order by key or menu came to nothing; null once one was followed. The browser takes
 * it away by itself when the tab goes to another page.
 */
export async function showRefusal(tabId: number, reason: string | null): Promise<void> {
  const name = browser.i18n.getMessage('extensionName');
  await browser.action.setTitle({ title: reason === null ? name : `${name}: ${reason}`, tabId });
  if (reason === null && (await browser.action.getBadgeText({ tabId })) !== REFUSED) return;
  await browser.action.setBadgeText({ text: reason === null ? '' : REFUSED, tabId });
}

/** Forgets a tab that was closed or went to another page. */
export function clearTally(tabId: number): Promise<void> {
  return inTurn(async ({ [tabId]: gone, ...rest }) => {
    if (gone) await browser.storage.session.set({ [KEY]: rest });
  });
}

let turn: Promise<void> = Promise.resolve();

/** One change after the other: each reads what the one before has written. */
function inTurn(change: (tallies: Tallies) => Promise<void>): Promise<void> {
  turn = turn.then(loadTallies).then(change, console.error);
  return turn;
}

async function showBadge(tabId: number, count: number): Promise<void> {
  const text = count === 0 ? '' : count > MOST_SHOWN ? `${MOST_SHOWN}+` : String(count);
  await browser.action.setBadgeBackgroundColor({ color: '#a3154f', tabId });
  await browser.action.setBadgeText({ text, tabId });
}

async function loadTallies(): Promise<Tallies> {
  const stored = await browser.storage.session.get(KEY);
  return (stored[KEY] as Tallies | undefined) ?? {};
}
