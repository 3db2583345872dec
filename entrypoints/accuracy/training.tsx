import { Section } from '../../components/section.tsx';
import type { Figures } from '../../lib/views/figures.ts';
import { formatNumber, t } from '../../lib/views/words.ts';

export function Training({ figures }: { figures: Figures }) {
  const { training } = figures;
  if (!training) return null;
  const { human, ai, sources, generators, notes = [] } = training;
  return (
    <Section id="training" title={t('trainingTitle')}>
      <div class="prose">
        <p>{t('trainingText', formatNumber(human), formatNumber(ai), formatNumber(sources))}</p>
        {generators.length > 0 && (
          <p>{t('trainingGenerators', new Intl.ListFormat(t('language')).format(generators))}</p>
        )}
        {notes.map((note) => (
          <p key={note}>{note}</p>
        ))}
      </div>
    </Section>
  );
}
