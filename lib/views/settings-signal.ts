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
  change(change: Partial<Settings>): void;
}

/** Follows the settings, wherever they are changed, until the signal is aborted. */
export async function liveSettings(until: AbortSignal): Promise<LiveSettings> {
  const values = signal(await loadSettings());
  const policy = await loadPolicy();
  onSettingsChange(until, (now) => {
    values.value = now;
  });
  return {
    values,
    isLocked: (name) => Object.hasOwn(policy, name),
    change(change) {
      values.value = { ...values.value, ...change, ...policy };
      void changeSettings(change);
    },
  };
}
