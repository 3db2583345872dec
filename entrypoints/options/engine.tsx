import { useEffect, useState } from 'preact/hooks';
import { engineWords } from '../../components/engine-line.tsx';
import { Section } from '../../components/section.tsx';
import type { Backend, EngineReport } from '../../lib/protocol/messages.ts';
import { askEngine } from '../../lib/views/ask.ts';
import { t, tCount } from '../../lib/views/words.ts';
import { Locked } from './locked.tsx';
import type { PartProps } from './options.tsx';
import { SpeedTable } from './speed-table.tsx';

const BACKENDS = [
  ['auto', 'backendAuto', 'backendAutoWhen'],
  ['wasm', 'backendCpu', 'backendCpuWhen'],
  ['webgpu', 'backendGpu', 'backendGpuWhen'],
] as const satisfies [Backend, string, string][];

/** Where the model runs, and how fast each way is on this very machine. */
export function Engine({ settings }: PartProps) {
  const { threads, backend } = settings.values.value;
  const [report, setReport] = useState<EngineReport | null>(null);
  const [measuring, setMeasuring] = useState(false);
  const [silent, setSilent] = useState(false);
  useEffect(() => void askEngine({ type: 'engine-report' }).then(setReport), []);

  async function measure(): Promise<void> {
    setMeasuring(true);
    const measured = await askEngine({ type: 'measure' });
    setSilent(measured === null);
    if (measured) setReport(measured);
    setMeasuring(false);
  }

  async function choose(chosen: Backend): Promise<void> {
    await settings.change({ backend: chosen });
    // Whether the card can be used at all is only known once it was tried.
    if (chosen === 'webgpu') await measure();
  }

  return (
    <Section id="engine" title={t('engineTitle')} note={t('engineNote')}>
      {report && (
        <p>
          {engineWords(report.status)}
          {report.model && <span class="soft"> · {`${report.model.id} ${report.model.version}`}</span>}
        </p>
      )}
      <Locked settings={settings} name="backend" />
      <div class="choices" role="radiogroup" aria-labelledby="engine">
        {BACKENDS.map(([value, name, when]) => (
          <label key={value} class="choice">
            <span class="name">
              <input
                type="radio"
                name="backend"
                checked={value === backend}
                disabled={settings.isLocked('backend')}
                onChange={() => choose(value)}
              />
              {t(name)}
            </span>
            <span class="hint">{t(when)}</span>
          </label>
        ))}
      </div>
      <label class="field">
        {t('threadsLabel')}
        <select
          value={threads}
          disabled={settings.isLocked('threads')}
          onChange={(e) => settings.change({ threads: Number(e.currentTarget.value) })}
        >
          {threadChoices(threads).map((count) => (
            <option key={count} value={count}>
              {count === 0 ? t('threadsAuto') : tCount('threads', count)}
            </option>
          ))}
        </select>
      </label>
      <div aria-live="polite">
        <SpeedTable speeds={report?.speeds ?? []} />
      </div>
      <div class="buttons">
        <button type="button" class="button" disabled={measuring} onClick={measure}>
          {t(measuring ? 'measuring' : 'measure')}
        </button>
        <span class="soft" role="status">
          {silent && t('noAnswer')}
        </span>
      </div>
    </Section>
  );
}

/** More threads than cores only get in each other's way. */
function threadChoices(chosen: number): number[] {
  const most = Math.min(16, Math.max(navigator.hardwareConcurrency, chosen));
  return Array.from({ length: most + 1 }, (_, count) => count);
}
