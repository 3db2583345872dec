import { browser } from 'wxt/browser';

/** `malformed` fits no schema; `forbidden` would be a message, had someone else sent it. */
export type Dropped = Record<'malformed' | 'forbidden', number>;

const KEY = 'dropped';
// A flood of nonsense costs five writes a second.
const WRITE_MS = 200;

const unwritten: Dropped = { malformed: 0, forbidden: 0 };
let isWriting = false;

/** Counts a message that was dropped, for this session of the browser. */
export function countDropped(kind: keyof Dropped): void {
  unwritten[kind]++;
  if (isWriting) return;
  isWriting = true;
  setTimeout(() => void write(), WRITE_MS);
}

export async function loadDropped(): Promise<Dropped> {
  const stored = (await browser.storage.session.get(KEY))[KEY] as Dropped | undefined;
  return { malformed: stored?.malformed ?? 0, forbidden: stored?.forbidden ?? 0 };
}

async function write(): Promise<void> {
  isWriting = false;
  const { malformed, forbidden } = unwritten;
  unwritten.malformed = 0;
  unwritten.forbidden = 0;
  const before = await loadDropped();
  const sum: Dropped = { malformed: before.malformed + malformed, forbidden: before.forbidden + forbidden };
  await browser.storage.session.set({ [KEY]: sum });
}
