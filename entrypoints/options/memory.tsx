import { useEffect, useState } from 'preact/hooks';
import { Section } from '../../components/section.tsx';
import { askEngine } from '../../lib/views/ask.ts';
import { t, tCount } from '../../lib/views/words.ts';
import type { PartProps } from './options.tsx';

const DAYS = [0, 1, 7, 30, 90];
const ENTRIES = [5000, 50_000, 200_000];

/** How long scores are remembered. The memory holds a hash, a score and a time. */
export function Memory({ settings }: PartProps) {
  const { memoryDays, memoryEntries } = settings.values.value;
  const [remembered, setRemembered] = useState<number | null>(null);
  useEffect(
    () => void askEngine({ type: 'engine-report' }).then((r) => setRemembered(r?.remembered ?? null)),
    [],
  );

  /** The engine hears of a setting with the next thing it is asked: what is not to be remembered goes at once. */
  async function keepFor(memoryDays: number): Promise<void> {
    await settings.change({ memoryDays });
    setRemembered((await askEngine({ type: 'engine-report' }))?.remembered ?? null);
  }

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
          onChange={(e) => keepFor(Number(e.currentTarget.value))}
        >
          {withOwn(DAYS, memoryDays).map((days) => (
            <option key={days} value={days}>
              {days === 0 ? t('memoryOff') : tCount('days', days)}
            </option>
          ))}
        </select>
      </label>
      <label class="field">
        {t('memoryMost')}
        <select
          value={memoryEntries}
          disabled={settings.isLocked('memoryEntries') || memoryDays === 0}
          onChange={(e) => settings.change({ memoryEntries: Number(e.currentTarget.value) })}
        >
          {withOwn(ENTRIES, memoryEntries).map((entries) => (
            <option key={entries} value={entries}>
              {tCount('scores', entries)}
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

/** The choices, and the reader's own where a file or an administrator has set another. */
function withOwn(choices: readonly number[], own: number): number[] {
  return [...new Set([...choices, own])].sort((a, b) => a - b);
}
