import { useState } from 'preact/hooks';
import type { SentenceEvidence } from '../../lib/detector/verdict.ts';
import { t } from '../../lib/views/words.ts';
import { evidenceBars, heaviest } from './evidence-bars.ts';
import { EvidenceStrip } from './evidence-strip.tsx';

interface Props {
  text: string;
  sentences: readonly SentenceEvidence[];
  onHover(index: number | null): void;
}

/** What the verdict rests on: the strip, and the sentence pointed at, or the heaviest ones where none is. */
export function Evidence({ text, sentences, onHover }: Props) {
  const [pointed, setPointed] = useState<number | null>(null);
  const bars = evidenceBars(text, sentences);
  const shown = pointed === null ? undefined : bars[pointed];
  const { toward, away } = heaviest(bars);

  function point(index: number | null): void {
    setPointed(index);
    onHover(index);
  }

  return (
    <div class="evidence-block">
      <div class="evidence-head small soft" aria-hidden="true">
        <span>{t('evidenceTitle')}</span>
        <span class="scale-key">
          ▲ {t('forAi')} ▼ {t('againstAi')}
        </span>
      </div>
      <EvidenceStrip bars={bars} pointed={pointed} onPoint={point} />
      <div class="quotes small" aria-hidden="true">
        {shown ? (
          <Quote label={t(shown.evidence >= 0 ? 'speaksFor' : 'speaksAgainst')} text={shown.sentence} long />
        ) : (
          <>
            {toward && <Quote label={t('mostFor')} text={toward.sentence} />}
            {away && <Quote label={t('mostAgainst')} text={away.sentence} />}
          </>
        )}
      </div>
    </div>
  );
}

function Quote({ label, text, long }: { label: string; text: string; long?: boolean }) {
  return (
    <p class={long ? 'quote long' : 'quote'}>
      <span class="soft">{label}</span> <q>{text}</q>
    </p>
  );
}
