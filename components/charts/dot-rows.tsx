import { interval, type KindRate } from '../../lib/views/figures.ts';
import { formatNumber, formatShare, t, tCount } from '../../lib/views/words.ts';
import './charts.css';

interface Props {
  caption: string;
  rows: readonly KindRate[];
  /** A share to compare with, drawn as a line, and its name. */
  aim?: { share: number; name: string };
  /** `alarm` where a high share is bad, `found` where it is good. */
  tone: 'alarm' | 'found';
}

/** A table whose middle column is a picture: each share as a dot, with the range in which it lies 19 times of 20. */
export function DotRows({ caption, rows, aim, tone }: Props) {
  const ranges = rows.map(({ likely, passages }) => interval(likely, passages));
  const most = Math.min(1, Math.max(0.02, aim?.share ?? 0, ...ranges.map(({ high }) => high)) * 1.05);
  const at = (share: number) => `${(100 * Math.min(share, most)) / most}%`;
  return (
    <table class={`table dot-rows ${tone}`}>
      <caption>{caption}</caption>
      <thead>
        <tr>
          <th scope="col">{t('kindColumn')}</th>
          <th scope="col" class="picture">
            <span class="unseen">{t('pictureColumn')}</span>
            {aim && (
              <span class="aim-name" style={{ insetInlineStart: at(aim.share) }}>
                {aim.name}
              </span>
            )}
          </th>
          <th scope="col" class="number">
            {t('shareColumn')}
          </th>
          <th scope="col" class="number">
            {t('passagesColumn')}
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ kind, likely, passages }, i) => {
          const { low = 0, high = 0 } = ranges[i] ?? {};
          return (
            <tr key={kind}>
              <th scope="row">{kind}</th>
              <td class="picture" aria-hidden="true">
                {aim && <span class="aim" style={{ insetInlineStart: at(aim.share) }} />}
                <span
                  class="range"
                  style={{ insetInlineStart: at(low), width: `calc(${at(high)} - ${at(low)})` }}
                />
                <span class="dot" style={{ insetInlineStart: at(likely) }} />
              </td>
              <td class="number" title={t('rangeTitle', formatShare(low, 1), formatShare(high, 1))}>
                {formatShare(likely, likely < 0.1 ? 1 : 0)}
              </td>
              <td class="number soft" aria-label={tCount('passages', passages)}>
                {formatNumber(passages)}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
