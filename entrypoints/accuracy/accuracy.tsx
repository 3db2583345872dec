import { PageHead } from '../../components/page-head.tsx';
import { Section } from '../../components/section.tsx';
import type { ModelCard } from '../../lib/views/model-card.ts';
import { formatNumber, formatShare, t } from '../../lib/views/words.ts';
import { Curve } from './curve.tsx';
import { Found, HumanKinds, Lengths } from './kinds.tsx';
import { Training } from './training.tsx';

/** What the product says about its accuracy: measured figures, from the model's own file. */
export function Accuracy({ card }: { card: ModelCard | null }) {
  const figures = card?.figures ?? {};
  const { passages } = figures;
  const balanced = figures.curve?.find(({ sensitivity }) => sensitivity === 'balanced');
  return (
    <div class="page accuracy">
      <PageHead title={t('accuracyTitle')} here="accuracy" />
      <p class="lead">
        {balanced
          ? t(
              'accuracyLead',
              formatShare(balanced.found),
              Math.max(1, Math.round(balanced.falseAlarms * 1000)),
            )
          : t('noFigures')}
      </p>
      <Curve figures={figures} />
      <HumanKinds figures={figures} />
      <Lengths figures={figures} />
      <Found figures={figures} />
      <Training figures={figures} />
      <Section id="limits" title={t('limitsTitle')}>
        <div class="prose">
          <p>{t('limitMixed')}</p>
          <p>{t('limitEdited')}</p>
          <p>{t('limitNew')}</p>
          <p>{t('notProof')}</p>
        </div>
      </Section>
      {card && (
        <p class="soft small">
          {t('modelLine', `${card.name} ${card.version}`)}
          {passages && ` ${t('measuredOn', formatNumber(passages.human), formatNumber(passages.ai))}`}
        </p>
      )}
    </div>
  );
}
