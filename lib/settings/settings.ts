import * as v from 'valibot';
import { browser } from 'wxt/browser';
import { BUNDLED_MODEL } from '../models/bundled.ts';

const modelId = v.pipe(v.string(), v.regex(/^[a-z0-9][a-z0-9-]{0,63}$/));
const siteRule = v.picklist(['always', 'never']);

const settings = v.object({
  /** What a reader accepts of false alarms; see the model card for each one's price. */
  sensitivity: v.optional(v.picklist(['strict', 'balanced', 'curious']), 'balanced'),
  /** How a judged passage looks on the page. */
  markStyle: v.optional(v.picklist(['tint', 'underline', 'margin', 'off']), 'tint'),
  /** Marks passages without signs as well, by a thin line. */
  markNoSigns: v.optional(v.boolean(), false),
  /** Passages under this many words are not judged; 0 leaves it to the model's own minimum. */
  minWords: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(2000)), 0),
  /** By origin ("https://example.org"): checked by itself, or never, not even on request. */
  sites: v.optional(v.record(v.pipe(v.string(), v.maxLength(300)), siteRule), {}),
  /** Languages to judge, as BCP 47 tags; null for all that the model covers. */
  languages: v.optional(v.nullable(v.array(v.pipe(v.string(), v.maxLength(35)))), null),
  /** Which model judges pages: the bundled one, or the id of an installed one that is calibrated. */
  model: v.optional(modelId, BUNDLED_MODEL),
  /** Which model is asked for second opinions; null for none. */
  secondModel: v.optional(v.nullable(modelId), null),
  /** Where the bundled model runs: on the processor, on a graphics card, or wherever this machine was measured to be faster. */
  backend: v.optional(v.picklist(['auto', 'wasm', 'webgpu']), 'auto'),
  /** 0 leaves it to the machine: half of its cores, four at most. */
  threads: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(16)), 0),
  /** Days for which scores are remembered, by hash only; 0 remembers nothing. */
  memoryDays: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(365)), 7),
  /** Scores remembered at most; the oldest go first. At 50,000 they take about 20 MB. */
  memoryEntries: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1000), v.maxValue(500_000)), 50_000),
  /** Keeps the passages of which the reader said "this is wrong", on this machine, to be exported. */
  keepDisagreements: v.optional(v.boolean(), false),
});

export type Settings = v.InferOutput<typeof settings>;
export type SettingName = keyof Settings;
export type SiteRule = v.InferOutput<typeof siteRule>;

export const DEFAULT_SETTINGS: Settings = v.parse(settings, {});

const KEY = 'settings';
/** What the administrator's settings were when they were last read. */
const POLICY_KEY = 'policy';

/** The settings in force: an administrator's first, then the reader's, then the defaults. */
export async function loadSettings(): Promise<Settings> {
  const [own, policy] = await Promise.all([loadOwnSettings(), loadPolicy()]);
  return { ...own, ...policy };
}

/**
 * Settings that an administrator has set for this browser; the reader cannot change these. A browser that has just
 * started takes seconds to know them, so until then those of the last time hold.
 */
export async function loadPolicy(): Promise<Partial<Settings>> {
  const current = readPolicy();
  const remembered = await rememberedPolicy();
  void rememberPolicy(current, remembered).catch(() => undefined); // A full disk: the next start waits.
  return remembered ?? current;
}

async function readPolicy(): Promise<Partial<Settings>> {
  try {
    return knownSettings(await browser.storage.managed.get(null));
  } catch {
    // Firefox rejects where no policy is installed; some browsers have no managed storage.
    return {};
  }
}

async function rememberedPolicy(): Promise<Partial<Settings> | null> {
  const { [POLICY_KEY]: policy } = await browser.storage.local.get(POLICY_KEY);
  return policy === undefined ? null : knownSettings(policy);
}

async function rememberPolicy(
  current: Promise<Partial<Settings>>,
  before: Partial<Settings> | null,
): Promise<void> {
  const policy = await current;
  if (JSON.stringify(before) !== JSON.stringify(policy)) {
    await browser.storage.local.set({ [POLICY_KEY]: policy });
  }
}

/** Changes some settings and keeps the rest. */
export async function changeSettings(change: Partial<Settings>): Promise<Settings> {
  const next = readSettings({ ...(await loadOwnSettings()), ...change });
  await browser.storage.local.set({ [KEY]: next });
  return { ...next, ...(await loadPolicy()) };
}

/** Puts every setting of the reader back to its default. */
export async function resetSettings(): Promise<Settings> {
  await browser.storage.local.remove(KEY);
  return loadSettings();
}

/** Calls back with every later state of the settings, until the signal is aborted. */
export function onSettingsChange(signal: AbortSignal, listener: (settings: Settings) => void): void {
  const changed = (changes: Record<string, unknown>): void => {
    if (KEY in changes || POLICY_KEY in changes)
      void loadSettings().then((now) => !signal.aborted && listener(now));
  };
  browser.storage.local.onChanged.addListener(changed);
  signal.addEventListener('abort', () => browser.storage.local.onChanged.removeListener(changed));
}

/** Reads what was stored by any version: each setting by itself, so that one bad value costs only itself. */
export function readSettings(stored: unknown): Settings {
  return v.parse(settings, knownSettings(stored));
}

/**
 * The settings in a file that a reader gives us, and no others: what it does not name stays as it is. Null where it
 * names none, as any other program's file.
 */
export function importedSettings(file: unknown): Partial<Settings> | null {
  const found = knownSettings(file);
  return Object.keys(found).length > 0 ? found : null;
}

function knownSettings(stored: unknown): Partial<Settings> {
  const values = typeof stored === 'object' && stored !== null ? stored : {};
  const known = Object.entries(values).filter(([name, value]) => {
    if (!Object.hasOwn(settings.entries, name)) return false;
    return v.safeParse(settings.entries[name as SettingName], value).success;
  });
  return Object.fromEntries(known);
}

async function loadOwnSettings(): Promise<Settings> {
  const stored = await browser.storage.local.get(KEY);
  return readSettings(stored[KEY]);
}
