import { useEffect, useRef, useState } from 'preact/hooks';
import { CutNote } from '../../components/cut-note.tsx';
import { EngineLine } from '../../components/engine-line.tsx';
import { PageStrip } from '../../components/page-strip.tsx';
import { PassageList } from '../../components/passage-list.tsx';
import { TallyTable } from '../../components/tally-table.tsx';
import { WholeLine } from '../../components/whole-line.tsx';
import { marksCss } from '../../lib/painting/marks.ts';
import { Painter } from '../../lib/painting/painter.ts';
import { headline } from '../../lib/views/headline.ts';
import { isFlagged, type PlacedPassage, tallyOf } from '../../lib/views/page-view.ts';
import { formatNumber, t } from '../../lib/views/words.ts';
import { TextCards } from './text-cards.ts';
import { checkText, type TextCheck } from './text-check.ts';

const { user, author } = marksCss();
const MARKS = `${user}\n${author}`;

interface Props {
  paragraphs: string[];
  onEdit(): void;
}

/** The text with its marks, and what was found beside it. */
export function Judgement({ paragraphs, onEdit }: Props) {
  const article = useRef<HTMLElement>(null);
  const [check, setCheck] = useState<TextCheck | null>(null);
  const [cards, setCards] = useState<TextCards | null>(null);

  useEffect(() => {
    if (!article.current) return;
    const gone = new AbortController();
    const painter = new Painter({ style: 'tint', noSigns: false });
    const started = checkText(article.current, painter, gone.signal);
    setCheck(started);
    setCards(new TextCards(article.current, started, painter, gone.signal));
    return () => {
      gone.abort();
      painter.clear();
    };
  }, []);

  return (
    <div class="judgement">
      <style>{MARKS}</style>
      <article ref={article} class="prose">
        {paragraphs.map((paragraph, i) => (
          <p key={i}>{paragraph}</p>
        ))}
      </article>
      <aside aria-label={t('resultLabel')}>
        {check && <Findings check={check} onGoTo={(passage) => cards?.open(passage.id)} />}
        <div class="buttons">
          <button type="button" class="button" onClick={onEdit}>
            {t('editText')}
          </button>
        </div>
      </aside>
    </div>
  );
}

function Findings({ check, onGoTo }: { check: TextCheck; onGoTo(passage: PlacedPassage): void }) {
  const placed = check.placed.value;
  const flagged = placed.filter((p) => isFlagged(p.verdict));
  const through = placed.filter((p) => p.final).length;
  const tally = tallyOf(placed);
  return (
    <>
      <div role="status">
        <h2 class="headline">{check.isDone.value ? headline(tally) : t('checkingTitle')}</h2>
        {check.failure.value && <p>{check.failure.value}</p>}
        {check.isDone.value && <CutNote passages={placed} />}
      </div>
      {!check.isDone.value && (
        <p class="soft small figures">{t('progress', formatNumber(through), formatNumber(placed.length))}</p>
      )}
      {placed.length > 0 && <PageStrip passages={placed} onGoTo={onGoTo} />}
      {check.whole.value && <WholeLine what={t('unitText')} verdict={check.whole.value} />}
      <TallyTable tally={tally} />
      {flagged.length > 0 && <PassageList passages={flagged} label={t('flaggedTitle')} onGoTo={onGoTo} />}
      <p class="small">{t('notProof')}</p>
      <EngineLine engine={check.engine.value} />
    </>
  );
}
