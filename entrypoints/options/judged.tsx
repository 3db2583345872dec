import { useEffect, useState } from 'preact/hooks';
import { Section } from '../../components/section.tsx';
import { languageName } from '../../lib/views/language-name.ts';
import { loadModelCard } from '../../lib/views/model-card.ts';
import { t, tCount } from '../../lib/views/words.ts';
import type { PartProps } from './options.tsx';

const LENGTHS = [0, 60, 100, 150, 250];

/** Which passages get a verdict at all. */
export function Judged({ settings }: PartProps) {
  const { minWords, languages } = settings.values.value;
  const [covered, setCovered] = useState<string[]>([]);
  useEffect(() => void loadModelCard().then((card) => setCovered(card?.languages ?? [])), []);

  function toggle(language: string, on: boolean): void {
    const now = (languages ?? covered).filter((other) => other !== language);
    const next = on ? [...now, language] : now;
    settings.change({ languages: next.length === covered.length ? null : next });
  }

  return (
    <Section id="judged" title={t('judgedTitle')} note={t('judgedNote')}>
      <label class="field">
        {t('minWordsLabel')}
        <select
          value={minWords}
          disabled={settings.isLocked('minWords')}
          onChange={(e) => settings.change({ minWords: Number(e.currentTarget.value) })}
        >
          {[...new Set([...LENGTHS, minWords])]
            .sort((a, b) => a - b)
            .map((words) => (
              <option key={words} value={words}>
                {words === 0 ? t('minWordsModel') : tCount('words', words)}
              </option>
            ))}
        </select>
      </label>
      <fieldset disabled={settings.isLocked('languages')}>
        <legend>{t('languagesLabel')}</legend>
        {covered.map((language) => (
          <label key={language} class="check">
            <input
              type="checkbox"
              checked={languages === null || languages.includes(language)}
              onChange={(e) => toggle(language, e.currentTarget.checked)}
            />
            <span>{languageName(language)}</span>
          </label>
        ))}
        <p class="hint">{t('languagesHint')}</p>
      </fieldset>
    </Section>
  );
}
