import { type ReadonlySignal, signal } from '@preact/signals';
import {
  changeSettings,
  loadPolicy,
  loadSettings,
  onSettingsChange,
  type SettingName,
  type Settings,
} from '../settings/settings.ts';

/** The settings as a page shows and changes them. */
export interface LiveSettings {
  values: ReadonlySignal<Settings>;
  /** Whether an administrator has set this one. */
  isLocked(name: SettingName): boolean;
  /** Shown at once; resolves when it is stored, and so holds for the other processes. */
  change(change: Partial<Settings>): Promise<void>;
  /** The last change could not be stored: the browser has no room left. What is shown is what was there before. */
  isFull: ReadonlySignal<boolean>;
  /** Runs something that stores settings, and says it where there was no room for them. */
  store(work: Promise<unknown>): Promise<void>;
}

/** Follows the settings, wherever they are changed, until the signal is aborted. */
export async function liveSettings(until: AbortSignal): Promise<LiveSettings> {
  const values = signal(await loadSettings());
  const isFull = signal(false);
  let policy = await loadPolicy();
  onSettingsChange(until, async (now) => {
    policy = await loadPolicy();
    values.value = now;
  });
  const store = async (work: Promise<unknown>): Promise<void> => {
    isFull.value = await work.then(
      () => false,
      () => true,
    );
    if (isFull.value) values.value = await loadSettings();
  };
  return {
    values,
    isFull,
    store,
    isLocked: (name) => Object.hasOwn(policy, name),
    change(change) {
      values.value = { ...values.value, ...change, ...policy };
      return store(changeSettings(change));
    },
  };
}
