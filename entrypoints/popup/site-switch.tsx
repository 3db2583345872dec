import { useState } from 'preact/hooks';
import { requestSite, ruleFor, setSiteRule, siteOf } from '../../lib/settings/sites.ts';
import type { LiveSettings } from '../../lib/views/settings-signal.ts';
import { t } from '../../lib/views/words.ts';

interface Props {
  address: string | undefined;
  settings: LiveSettings;
}

/** "Check this site by itself": asks the browser for this one site, then and there. */
export function SiteSwitch({ address, settings }: Props) {
  const [refused, setRefused] = useState(false);
  const site = siteOf(address);
  if (site === null) return null;

  async function change(input: HTMLInputElement): Promise<void> {
    if (!site) return;
    const on = input.checked;
    // The browser asks only inside the click: nothing may be awaited before this.
    const granted = !on || (await requestSite(site).catch(() => false));
    setRefused(!granted);
    if (!granted) input.checked = false;
    else await settings.store(setSiteRule(site, on ? 'always' : null));
    if (settings.isFull.value) input.checked = !on;
  }

  return (
    <div class="site-switch">
      <label class="switch">
        <input
          type="checkbox"
          checked={ruleFor(settings.values.value, address) === 'always'}
          disabled={settings.isLocked('sites')}
          onChange={(e) => change(e.currentTarget)}
        />
        <span>{t('checkSiteByItself', new URL(site).host)}</span>
      </label>
      {(refused || settings.isFull.value) && (
        <p class="soft small" role="status">
          {t(refused ? 'siteNotGranted' : 'notSaved')}
        </p>
      )}
    </div>
  );
}
