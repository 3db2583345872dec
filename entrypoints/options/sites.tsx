import { useState } from 'preact/hooks';
import { Section } from '../../components/section.tsx';
import type { SiteRule } from '../../lib/settings/settings.ts';
import { requestSite, setSiteRule, siteOf } from '../../lib/settings/sites.ts';
import { t } from '../../lib/views/words.ts';
import { Locked } from './locked.tsx';
import type { PartProps } from './options.tsx';

/** Sites that are checked by themselves, and sites that are left alone. */
export function Sites({ settings }: PartProps) {
  const rules = Object.entries(settings.values.value.sites).sort(([a], [b]) => a.localeCompare(b));
  const locked = settings.isLocked('sites');
  return (
    <Section id="sites" title={t('sitesTitle')} note={t('sitesNote')}>
      <Locked settings={settings} name="sites" />
      {rules.length > 0 && (
        <table class="table">
          <thead>
            <tr>
              <th scope="col">{t('site')}</th>
              <th scope="col">{t('rule')}</th>
              <th scope="col">
                <span class="unseen">{t('remove')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {rules.map(([site, rule]) => (
              <tr key={site}>
                <td>{site}</td>
                <td>{t(rule === 'always' ? 'ruleAlways' : 'ruleNever')}</td>
                <td class="number">
                  <button
                    type="button"
                    class="button quiet"
                    disabled={locked}
                    aria-label={t('removeSite', site)}
                    onClick={() => settings.store(setSiteRule(site, null))}
                  >
                    {t('remove')}
                  </button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {!locked && <AddSite settings={settings} />}
    </Section>
  );
}

function AddSite({ settings }: PartProps) {
  const [address, setAddress] = useState('');
  const [problem, setProblem] = useState('');

  async function add(rule: SiteRule): Promise<void> {
    const site = siteOf(address.includes('://') ? address : `https://${address}`);
    if (!site) return setProblem(t('notASite'));
    // The browser asks only inside the click: nothing may be awaited before this.
    if (rule === 'always' && !(await requestSite(site))) return setProblem(t('siteNotGranted'));
    await settings.store(setSiteRule(site, rule));
    setAddress('');
    setProblem('');
  }

  return (
    <div>
      <div class="field">
        <input
          type="text"
          inputMode="url"
          size={28}
          placeholder="forum.example"
          aria-label={t('siteAddress')}
          aria-describedby="site-problem"
          value={address}
          onInput={(e) => setAddress(e.currentTarget.value)}
        />
        <button type="button" class="button" disabled={!address.trim()} onClick={() => add('always')}>
          {t('addAlways')}
        </button>
        <button type="button" class="button" disabled={!address.trim()} onClick={() => add('never')}>
          {t('addNever')}
        </button>
      </div>
      <p id="site-problem" class="hint" role="status">
        {problem}
      </p>
    </div>
  );
}
