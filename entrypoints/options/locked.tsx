import type { SettingName } from '../../lib/settings/settings.ts';
import type { LiveSettings } from '../../lib/views/settings-signal.ts';
import { t } from '../../lib/views/words.ts';

/** Says that an administrator has set this; nothing otherwise. */
export function Locked({ settings, name }: { settings: LiveSettings; name: SettingName }) {
  return settings.isLocked(name) ? <p class="locked small">{t('setByAdministrator')}</p> : null;
}
