import type { EngineStatus } from '../lib/protocol/messages.ts';
import { t } from '../lib/views/words.ts';

/** What the engine is doing, in one line. */
export function EngineLine({ engine }: { engine: EngineStatus }) {
  return <span class="engine-line soft small">{engineWords(engine)}</span>;
}

export function engineWords(engine: EngineStatus): string {
  const { notice } = engine;
  // The bundled model judges because the chosen one cannot; its reader must know.
  return notice ? `${phaseWords(engine)} · ${t('modelFallback', notice)}` : phaseWords(engine);
}

function phaseWords({ phase, backend, threads, failure }: EngineStatus): string {
  if (phase === 'asleep') return t('engineAsleep');
  if (phase === 'loading') return t('engineLoading');
  if (phase === 'failed') return failure ?? t('engineFailed');
  const where = backend === 'webgpu' ? t('engineGpu') : t('engineCpu');
  return threads > 1 ? t('engineReadyThreads', where, threads) : t('engineReady', where);
}
