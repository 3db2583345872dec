import { useEffect, useState } from 'preact/hooks';
import { Section } from '../../components/section.tsx';
import {
  clearDisagreements,
  type Disagreement,
  loadDisagreements,
} from '../../lib/settings/disagreements.ts';
import { downloadText } from '../../lib/views/download.ts';
import { t, tCount } from '../../lib/views/words.ts';
import type { PartProps } from './options.tsx';

/** Passages of which the reader said "this is wrong". */
export function Disagreements({ settings }: PartProps) {
  const [kept, setKept] = useState<Disagreement[]>([]);
  useEffect(() => void loadDisagreements().then(setKept), []);

  async function clear(): Promise<void> {
    await clearDisagreements();
    setKept([]);
  }

  return (
    <Section id="disagreements" title={t('disagreementsTitle')} note={t('disagreementsNote')}>
      <label class="check">
        <input
          type="checkbox"
          checked={settings.values.value.keepDisagreements}
          disabled={settings.isLocked('keepDisagreements')}
          onChange={(e) => settings.change({ keepDisagreements: e.currentTarget.checked })}
        />
        <span>{t('keepDisagreements')}</span>
      </label>
      <div class="buttons">
        <button
          type="button"
          class="button"
          disabled={kept.length === 0}
          onClick={() =>
            downloadText('telltale-disagreements.json', JSON.stringify(kept, null, 2), 'application/json')
          }
        >
          {t('exportDisagreements')}
        </button>
        <button type="button" class="button" disabled={kept.length === 0} onClick={clear}>
          {t('deleteAll')}
        </button>
        <span class="soft" role="status">
          {tCount('disagreementsKept', kept.length)}
        </span>
      </div>
    </Section>
  );
}
