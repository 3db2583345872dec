import type { EngineReport, Unusable } from '../../lib/protocol/messages.ts';
import { formatNumber, t, tCount } from '../../lib/views/words.ts';

/** Why a graphics card cannot be used, and what to do. */
const UNUSABLE = {
  absent: 'gpuAbsent',
  'no-card': 'gpuNoCard',
  refused: 'gpuRefused',
  differs: 'gpuDiffers',
  lost: 'gpuLost',
} as const satisfies Record<Unusable, string>;

/** What each backend needs for one passage, as bars on one scale. */
export function SpeedTable({ speeds }: { speeds: EngineReport['speeds'] }) {
  if (speeds.length === 0) return <p class="hint">{t('notMeasured')}</p>;
  const slowest = Math.max(1, ...speeds.map(({ passageMs }) => passageMs ?? 0));
  return (
    <table class="table speeds">
      <caption class="unseen">{t('speedCaption')}</caption>
      <tbody>
        {speeds.map(({ backend, threads, passageMs, unusable }) => (
          <tr key={`${backend} ${threads}`}>
            <th scope="row">
              {t(backend === 'webgpu' ? 'backendGpu' : 'backendCpu')}
              {backend === 'wasm' && <span class="soft"> {tCount('threads', threads)}</span>}
            </th>
            {passageMs === null ? (
              <td colSpan={2} class="soft">
                {unusable && t(UNUSABLE[unusable])}
              </td>
            ) : (
              <>
                <td class="bar-cell">
                  <span class="speed" style={{ width: `${(100 * passageMs) / slowest}%` }} />
                </td>
                <td class="number">{t('milliseconds', formatNumber(Math.round(passageMs)))}</td>
              </>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
