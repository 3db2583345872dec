import { useRef, useState } from 'preact/hooks';
import { t } from '../../lib/views/words.ts';
import type { EvidenceBar } from './evidence-bars.ts';

interface Props {
  bars: readonly EvidenceBar[];
  pointed: number | null;
  onPoint(index: number | null): void;
}

/** A passage's sentences from first to last: upwards speaks for AI, downwards against.
    One stop of the tab key; arrows move along. */
export function EvidenceStrip({ bars, pointed, onPoint }: Props) {
  const row = useRef<HTMLDivElement>(null);
  const [stop, setStop] = useState(0);

  function move(event: KeyboardEvent): void {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!by) return;
    event.preventDefault();
    const to = Math.max(0, Math.min(stop + by, bars.length - 1));
    setStop(to);
    row.current?.querySelectorAll('button')[to]?.focus();
  }

  return (
    <div
      ref={row}
      class="evidence"
      role="toolbar"
      tabIndex={-1}
      aria-label={t('evidenceLabel')}
      onKeyDown={move}
      onPointerLeave={() => onPoint(null)}
    >
      {bars.map((bar) => (
        <button
          key={bar.index}
          type="button"
          class={`sentence ${bar.height >= 0 ? 'toward' : 'away'}${bar.index === pointed ? ' pointed' : ''}`}
          style={{ flexGrow: bar.length, '--height': `${Math.abs(bar.height) * 50}%` }}
          tabIndex={bar.index === stop ? 0 : -1}
          aria-label={`${t(bar.height >= 0 ? 'speaksFor' : 'speaksAgainst')}: ${bar.sentence}`}
          onPointerEnter={() => onPoint(bar.index)}
          onFocus={() => {
            setStop(bar.index);
            onPoint(bar.index);
          }}
          onBlur={() => onPoint(null)}
        />
      ))}
    </div>
  );
}
