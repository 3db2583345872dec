import { useEffect, useState } from 'preact/hooks';
import { DotField } from '../../components/dot-field.tsx';
import { Section } from '../../components/section.tsx';
import type { Sensitivity as Level } from '../../lib/detector/verdict.ts';
import type { Figures } from '../../lib/views/figures.ts';
import { loadModelCard } from '../../lib/views/model-card.ts';
import { formatShare, t, tCount } from '../../lib/views/words.ts';
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
  const [curve, setCurve] = useState<Figures['curve']>([]);
  useEffect(() => void loadModelCard().then((card) => setCurve(card?.figures.curve ?? [])), []);
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
            {foundAt(curve, level) !== undefined && (
              <span class="price">{t('findsAbout', formatShare(foundAt(curve, level) ?? 0))}</span>
            )}
            <span class="hint">{t(when)}</span>
          </label>
        ))}
      </div>
    </Section>
  );
}

/** The share of AI passages that a level found in the tests of the bundled model. */
function foundAt(curve: Figures['curve'], level: Level): number | undefined {
  return curve?.find(({ sensitivity }) => sensitivity === level)?.found;
}
