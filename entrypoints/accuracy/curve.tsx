import { FoundCurve } from '../../components/charts/found-curve.tsx';
import { Section } from '../../components/section.tsx';
import type { Figures } from '../../lib/views/figures.ts';
import { formatNumber, formatShare, t } from '../../lib/views/words.ts';

export function Curve({ figures }: { figures: Figures }) {
  const { curve, auroc } = figures;
  if (!curve || curve.length === 0) return null;
  const points = curve.flatMap(({ sensitivity, ...price }) =>
    sensitivity ? [{ ...price, name: t(sensitivity) }] : [],
  );
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
      {auroc && (
        <p class="soft small">{t('aurocLine', threeDecimals(auroc.low), threeDecimals(auroc.high))}</p>
      )}
    </Section>
  );
}

function threeDecimals(value: number): string {
  return formatNumber(Math.round(value * 1000) / 1000);
}
