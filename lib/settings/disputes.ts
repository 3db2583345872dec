import { browser } from 'wxt/browser';
import type { Score } from '../detector/verdict.ts';

/** What a reader called wrong, in one click on the card. Kept on this machine until the reader exports or deletes it. */
export interface Dispute {
  text: string;
  score: Score | null;
  /** The site's host name, without path: enough to tell what kind of text it was. */
  page: string;
}

const KEY = 'disputes';
// A reader's own collection, not an archive; the oldest go first.
const MOST_KEPT = 500;

export async function loadDisputes(): Promise<Dispute[]> {
  const stored = await browser.storage.local.get(KEY);
  return Array.isArray(stored[KEY]) ? (stored[KEY] as Dispute[]) : [];
}

export async function saveDispute(dispute: Dispute): Promise<void> {
  const kept = (await loadDisputes()).filter(({ text }) => text !== dispute.text);
  await browser.storage.local.set({ [KEY]: [...kept, dispute].slice(-MOST_KEPT) });
}

export async function clearDisputes(): Promise<void> {
  await browser.storage.local.remove(KEY);
}
