import * as v from 'valibot';
import { browser } from 'wxt/browser';

const settings = v.object({
  /** What a reader accepts of false alarms; see the model card for each one's price. */
  sensitivity: v.optional(v.picklist(['strict', 'balanced', 'curious']), 'balanced'),
  /** How a judged passage looks on the page. */
  markStyle: v.optional(v.picklist(['tint', 'underline', 'margin', 'off']), 'tint'),
});

export type Settings = v.InferOutput<typeof settings>;

export const DEFAULT_SETTINGS: Settings = v.parse(settings, {});

const KEY = 'settings';

/** The stored settings; a value that is missing or not valid gets its default. */
export async function loadSettings(): Promise<Settings> {
  const stored = await browser.storage.local.get(KEY);
  return readSettings(stored[KEY]);
}

/** Changes some settings and keeps the rest. */
export async function changeSettings(change: Partial<Settings>): Promise<Settings> {
  const next = readSettings({ ...(await loadSettings()), ...change });
  await browser.storage.local.set({ [KEY]: next });
  return next;
}

/** Calls back with every later state of the settings, until the signal is aborted. */
export function onSettingsChange(signal: AbortSignal, listener: (settings: Settings) => void): void {
  const changed = (changes: Record<string, { newValue?: unknown }>): void => {
    if (changes[KEY]) listener(readSettings(changes[KEY].newValue));
  };
  browser.storage.local.onChanged.addListener(changed);
  signal.addEventListener('abort', () => browser.storage.local.onChanged.removeListener(changed));
}

/** Reads what was stored by any version: each setting by itself, so that one bad value costs only itself. */
function readSettings(stored: unknown): Settings {
  const values = typeof stored === 'object' && stored !== null ? stored : {};
  const known = Object.entries(values).filter(([name, value]) => {
    const schema = settings.entries[name as keyof Settings];
    return schema !== undefined && v.safeParse(schema, value).success;
  });
  return v.parse(settings, Object.fromEntries(known));
}
