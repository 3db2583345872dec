import * as v from 'valibot';
import { browser } from 'wxt/browser';
import { VERDICTS } from '../detector/verdict.ts';
import { loadSettings } from './settings.ts';

// What readers marked as wrong. Kept only where they asked for it, on this machine only, until they delete it.

const disagreement = v.object({
  text: v.pipe(v.string(), v.maxLength(200_000)),
  verdict: v.picklist(VERDICTS),
  logit: v.nullable(v.number()),
  /** Milliseconds since 1970. */
  at: v.number(),
});

export type Disagreement = v.InferOutput<typeof disagreement>;

const KEY = 'disagreements';
const MOST = 500; // the oldest go first; at a typical 1,000 characters that is half a megabyte
const MOST_CHARS = 2_000_000; // Chrome gives an extension 10 MB, and the settings live there too

/** `off`: the reader has not asked for it. `full`: the browser has no room left. */
export type Kept = 'kept' | 'off' | 'full';

/** Keeps one, where the reader's settings allow it. */
export async function addDisagreement(added: Disagreement): Promise<Kept> {
  const { keepDisagreements } = await loadSettings();
  if (!keepDisagreements) return 'off';
  const all = bounded([...(await loadDisagreements()), v.parse(disagreement, added)]);
  return browser.storage.local.set({ [KEY]: all }).then(
    () => 'kept',
    () => 'full',
  );
}

/** The newest of them, within the bounds. */
function bounded(all: readonly Disagreement[]): Disagreement[] {
  const newest = all.slice(-MOST);
  let chars = newest.reduce((sum, { text }) => sum + text.length, 0);
  while (newest.length > 1 && chars > MOST_CHARS) chars -= newest.shift()?.text.length ?? 0;
  return newest;
}

export async function loadDisagreements(): Promise<Disagreement[]> {
  const stored = (await browser.storage.local.get(KEY))[KEY];
  const all: unknown[] = Array.isArray(stored) ? stored : [];
  return all.filter((one): one is Disagreement => v.safeParse(disagreement, one).success);
}

export async function clearDisagreements(): Promise<void> {
  await browser.storage.local.remove(KEY);
}
