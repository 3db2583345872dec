import { FoundCurve } from '../../components/charts/found-curve.tsx';
import { Section } from '../../components/section.tsx';
import type { Figures } from '../../lib/views/figures.ts';
import { formatNumber, formatShare, t } from '../../lib/views/words.ts';

const LEVELS = ['strict', 'balanced', 'curious'] as const;

export function Curve({ figures }: { figures: Figures }) {
  const { curve, sensitivities, auroc } = figures;
  if (!curve || curve.length === 0) return null;
  const points = LEVELS.flatMap((level) => {
    const price = sensitivities?.[level];
    return price ? [{ ...price, name: t(level) }] : [];
  });
  return (
    <Section id="curve" title={t('curveTitle')} note={t('curveNote')}>
      <FoundCurve curve={curve} points={points} />
      {points.length > 0 && (
        <table class="table">
          <thead>
            <tr>
              <th scope="col">{t('sensitivityTitle')}</th>
              <th scope="col" class="number">
                {t('falseAlarmsColumn')}
              </th>
              <th scope="col" class="number">
                {t('foundColumn')}
              </th>
            </tr>
          </thead>
          <tbody>
            {points.map(({ name, falseAlarms, found }) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td class="number">{t('inThousand', formatNumber(Math.round(falseAlarms * 10_000) / 10))}</td>
                <td class="number">{formatShare(found)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {auroc !== undefined && (
        <p class="soft small">{t('aurocLine', formatNumber(Math.round(auroc * 1000) / 1000))}</p>
      )}
    </Section>
  );
}
