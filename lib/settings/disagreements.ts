import * as v from 'valibot';
import { browser } from 'wxt/browser';
import { loadSettings } from './settings.ts';

// What readers marked as wrong. Kept only where they asked for it, on this machine only, until they delete it.

const disagreement = v.object({
  text: v.pipe(v.string(), v.maxLength(200_000)),
  verdict: v.picklist(['likely-ai', 'possibly-ai', 'no-signs', 'too-short', 'unsupported-language']),
  logit: v.nullable(v.number()),
  /** Milliseconds since 1970. */
  at: v.number(),
});

export type Disagreement = v.InferOutput<typeof disagreement>;

const KEY = 'disagreements';
const MOST = 500; // the oldest go first; at a typical 1,000 characters that is half a megabyte

/** Keeps one, where the reader's settings allow it. Answers whether it was kept. */
export async function addDisagreement(added: Disagreement): Promise<boolean> {
  const { keepDisagreements } = await loadSettings();
  if (!keepDisagreements) return false;
  const all = [...(await loadDisagreements()), v.parse(disagreement, added)].slice(-MOST);
  await browser.storage.local.set({ [KEY]: all });
  return true;
}

export async function loadDisagreements(): Promise<Disagreement[]> {
  const stored = (await browser.storage.local.get(KEY))[KEY];
  const all: unknown[] = Array.isArray(stored) ? stored : [];
  return all.filter((one): one is Disagreement => v.safeParse(disagreement, one).success);
}

export async function clearDisagreements(): Promise<void> {
  await browser.storage.local.remove(KEY);
}
