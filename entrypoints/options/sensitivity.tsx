import { DotField } from '../../components/dot-field.tsx';
import { Section } from '../../components/section.tsx';
import type { Sensitivity as Level } from '../../lib/detector/verdict.ts';
import { t, tCount } from '../../lib/views/words.ts';
import { Locked } from './locked.tsx';
import type { PartProps } from './options.tsx';

/** Of 1,000 passages written by people, how many each level calls likely AI at most. */
const LEVELS = [
  { level: 'strict', called: 1, name: 'strict', when: 'strictWhen' },
  { level: 'balanced', called: 10, name: 'balanced', when: 'balancedWhen' },
  { level: 'curious', called: 50, name: 'curious', when: 'curiousWhen' },
] as const satisfies { level: Level; called: number; name: string; when: string }[];

export function Sensitivity({ settings }: PartProps) {
  const { sensitivity } = settings.values.value;
  return (
    <Section id="sensitivity" title={t('sensitivityTitle')} note={t('sensitivityNote')}>
      <Locked settings={settings} name="sensitivity" />
      <div class="choices" role="radiogroup" aria-labelledby="sensitivity">
        {LEVELS.map(({ level, called, name, when }) => (
          <label key={level} class="choice">
            <span class="name">
              <input
                type="radio"
                name="sensitivity"
                checked={level === sensitivity}
                disabled={settings.isLocked('sensitivity')}
                onChange={() => settings.change({ sensitivity: level })}
              />
              {t(name)}
            </span>
            <DotField called={called} />
            <span class="price">{tCount('falseAlarms', called)}</span>
            <span class="hint">{t(when)}</span>
          </label>
        ))}
      </div>
    </Section>
  );
}
