import { Section } from '../../components/section.tsx';
import type { Settings } from '../../lib/settings/settings.ts';
import { t } from '../../lib/views/words.ts';
import { Locked } from './locked.tsx';
import type { PartProps } from './options.tsx';

const STYLES = [
  ['tint', 'markTint'],
  ['underline', 'markUnderline'],
  ['margin', 'markMargin'],
  ['off', 'markOff'],
] as const satisfies [Settings['markStyle'], string][];

/** How passages are marked on the page, each style shown on a line of text. */
export function Marks({ settings }: PartProps) {
  const { markStyle, markNoSigns } = settings.values.value;
  return (
    <Section id="marks" title={t('marksTitle')} note={t('marksNote')}>
      <Locked settings={settings} name="markStyle" />
      <div class="choices" role="radiogroup" aria-labelledby="marks">
        {STYLES.map(([style, name]) => (
          <label key={style} class="choice">
            <span class="name">
              <input
                type="radio"
                name="mark-style"
                checked={style === markStyle}
                disabled={settings.isLocked('markStyle')}
                onChange={() => settings.change({ markStyle: style })}
              />
              {t(name)}
            </span>
            <span class={`mark-sample style-${style}`} aria-hidden="true">
              <span class="likely">{t('markSampleLikely')}</span>
              <span class="possibly">{t('markSamplePossibly')}</span>
            </span>
          </label>
        ))}
      </div>
      <label class="check">
        <input
          type="checkbox"
          checked={markNoSigns}
          disabled={settings.isLocked('markNoSigns')}
          onChange={(e) => settings.change({ markNoSigns: e.currentTarget.checked })}
        />
        <span>{t('markNoSigns')}</span>
      </label>
    </Section>
  );
}
