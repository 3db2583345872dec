import { useRef, useState } from 'preact/hooks';
import type { PlacedPassage } from '../lib/views/page-view.ts';
import { type StripBar, stripBars } from '../lib/views/strip-bars.ts';
import { t, tCount, verdictName } from '../lib/views/words.ts';
import './page-strip.css';

/** More bars than this get too thin to hit. */
const MOST_BARS = 120;

interface Props {
  passages: readonly PlacedPassage[];
  onGoTo(passage: PlacedPassage): void;
}

/** The page from top to end as a trace: a bar per passage, as wide as its words, as tall as its verdict is strong.
    One stop of the tab key; arrows move along it, Enter goes to the passage. */
export function PageStrip({ passages, onGoTo }: Props) {
  const bars = stripBars(passages, MOST_BARS);
  const row = useRef<HTMLDivElement>(null);
  const [focused, setFocused] = useState(0);
  const [pointed, setPointed] = useState<number | null>(null);
  const stop = Math.min(focused, bars.length - 1);
  const shown = pointed === null ? undefined : bars[pointed];

  function move(event: KeyboardEvent): void {
    const to = target(event.key, stop, bars.length);
    if (to === null) return;
    event.preventDefault();
    setFocused(to);
    row.current?.querySelectorAll('button')[to]?.focus();
  }

  return (
    <figure class="page-strip">
      <div
        ref={row}
        class="bars"
        role="toolbar"
        tabIndex={-1}
        aria-label={t('stripLabel')}
        onKeyDown={move}
        onPointerLeave={() => setPointed(null)}
      >
        {bars.map((bar, index) => (
          <button
            key={bar.passage.document + bar.passage.id}
            type="button"
            class={`bar is-${bar.passage.verdict ?? 'waiting'}${bar.passage.final ? '' : ' is-provisional'}`}
            style={{ flexGrow: bar.words + 12 }}
            tabIndex={index === stop ? 0 : -1}
            aria-label={barLabel(bar, index, bars.length)}
            onClick={() => onGoTo(bar.passage)}
            onFocus={() => {
              setFocused(index);
              setPointed(index);
            }}
            onBlur={() => setPointed(null)}
            onPointerEnter={() => setPointed(index)}
          />
        ))}
      </div>
      <figcaption class="readout small" aria-hidden="true">
        {shown ? (
          <>
            <b>{verdictName(shown.passage.verdict)}</b> <q>{shown.passage.opening}</q>
          </>
        ) : (
          <>
            <span>{t('stripTop')}</span>
            <span>{t('stripEnd')}</span>
          </>
        )}
      </figcaption>
    </figure>
  );
}

function target(key: string, from: number, count: number): number | null {
  if (key === 'ArrowRight' || key === 'ArrowDown') return Math.min(from + 1, count - 1);
  if (key === 'ArrowLeft' || key === 'ArrowUp') return Math.max(from - 1, 0);
  if (key === 'Home') return 0;
  if (key === 'End') return count - 1;
  return null;
}

function barLabel(bar: StripBar, index: number, count: number): string {
  const joined = bar.passages > 1 ? ` ${tCount('stripJoined', bar.passages)}` : '';
  const place = t('stripBar', index + 1, count, verdictName(bar.passage.verdict), bar.passage.opening);
  return place + joined;
}
