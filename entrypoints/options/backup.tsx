import { useState } from 'preact/hooks';
import { Section } from '../../components/section.tsx';
import {
  changeSettings,
  importedSettings,
  loadSettings,
  resetSettings,
} from '../../lib/settings/settings.ts';
import { downloadText } from '../../lib/views/download.ts';
import { t } from '../../lib/views/words.ts';
import type { PartProps } from './options.tsx';

/** Settings as a file: to another machine and back. A site's permission does not travel; the browser asks again. */
export function Backup({ settings }: PartProps) {
  const [said, setSaid] = useState('');

  async function save(): Promise<void> {
    downloadText('telltale-settings.json', JSON.stringify(await loadSettings(), null, 2), 'application/json');
  }

  async function restore(input: HTMLInputElement): Promise<void> {
    const file = input.files?.[0];
    if (!file) return;
    const found = await file
      .text()
      .then(JSON.parse)
      .then(importedSettings, () => null);
    // The browser would not tell of the same file chosen again.
    input.value = '';
    if (found) await settings.store(changeSettings(found));
    setSaid(found ? (settings.isFull.value ? '' : t('imported')) : t('notImported'));
  }

  async function reset(): Promise<void> {
    await resetSettings();
    setSaid(t('wasReset'));
  }

  return (
    <Section id="backup" title={t('backupTitle')} note={t('backupNote')}>
      <div class="buttons">
        <button type="button" class="button" onClick={save}>
          {t('exportSettings')}
        </button>
        <label class="button file">
          {t('importSettings')}
          <input
            type="file"
            class="unseen"
            accept=".json,application/json"
            onChange={(e) => restore(e.currentTarget)}
          />
        </label>
        <button type="button" class="button" onClick={reset}>
          {t('reset')}
        </button>
        <span class="soft" role="status">
          {said}
        </span>
      </div>
    </Section>
  );
}
