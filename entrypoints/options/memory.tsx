import { useEffect, useState } from 'preact/hooks';
import { Section } from '../../components/section.tsx';
import { askEngine } from '../../lib/views/ask.ts';
import { t, tCount } from '../../lib/views/words.ts';
import type { PartProps } from './options.tsx';

const DAYS = [0, 1, 7, 30, 90];

/** How long scores are remembered. The memory holds a hash, a score and a time. */
export function Memory({ settings }: PartProps) {
  const { memoryDays } = settings.values.value;
  const [remembered, setRemembered] = useState<number | null>(null);
  useEffect(
    () => void askEngine({ type: 'engine-report' }).then((r) => setRemembered(r?.remembered ?? null)),
    [],
  );

  async function clear(): Promise<void> {
    setRemembered((await askEngine({ type: 'forget-scores' }))?.remembered ?? null);
  }

  return (
    <Section id="memory" title={t('memoryTitle')} note={t('memoryNote')}>
      <label class="field">
        {t('memoryLabel')}
        <select
          value={memoryDays}
          disabled={settings.isLocked('memoryDays')}
          onChange={(e) => settings.change({ memoryDays: Number(e.currentTarget.value) })}
        >
          {[...new Set([...DAYS, memoryDays])]
            .sort((a, b) => a - b)
            .map((days) => (
              <option key={days} value={days}>
                {days === 0 ? t('memoryOff') : tCount('days', days)}
              </option>
            ))}
        </select>
      </label>
      <div class="buttons">
        <button type="button" class="button" onClick={clear} disabled={remembered === 0}>
          {t('memoryClear')}
        </button>
        <span class="soft" role="status">
          {remembered !== null && tCount('remembered', remembered)}
        </span>
      </div>
    </Section>
  );
}
