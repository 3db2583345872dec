import { Section } from '../../components/section.tsx';
import type { Figures } from '../../lib/views/figures.ts';
import { formatNumber, t } from '../../lib/views/words.ts';

export function Training({ figures }: { figures: Figures }) {
  const { training } = figures;
  if (!training) return null;
  const { human, ai, sources, date } = training;
  return (
    <Section id="training" title={t('trainingTitle')}>
      <div class="prose">
        <p>{t('trainingText', formatNumber(human), formatNumber(ai), formatNumber(sources))}</p>
        {date && (
          <p>{t('trainingDate', new Date(date).toLocaleDateString(t('language'), { dateStyle: 'long' }))}</p>
        )}
      </div>
    </Section>
  );
}
