import { useState } from 'preact/hooks';
import { CutNote } from '../../components/cut-note.tsx';
import { PageStrip } from '../../components/page-strip.tsx';
import { TallyTable } from '../../components/tally-table.tsx';
import { WholeLine } from '../../components/whole-line.tsx';
import type { Verdict } from '../../lib/detector/verdict.ts';
import type { ViewOrder } from '../../lib/protocol/messages.ts';
import type { ViewedTab } from '../../lib/views/current-tab.ts';
import { headline } from '../../lib/views/headline.ts';
import { judgedArticle, type PageView } from '../../lib/views/page-view.ts';
import { postsOf, type SortKey } from '../../lib/views/post-rows.ts';
import { formatNumber, t } from '../../lib/views/words.ts';
import { AuthorTable } from './author-table.tsx';
import { ExportButtons } from './export-buttons.tsx';
import { FoldChoice } from './fold-choice.tsx';
import { ListTools } from './list-tools.tsx';
import { PassageTable } from './passage-table.tsx';
import { PostTable } from './post-table.tsx';
import { type TabName, Tabs } from './tabs.tsx';

interface Props {
  page: PageView;
  isChecking: boolean;
  tab: ViewedTab;
  onCheck(): void;
  onOrder(order: ViewOrder): void;
}

/** How a list is narrowed and ordered. */
export interface ListView {
  sort: SortKey;
  verdicts: ReadonlySet<Verdict>;
  sought: string;
}

export function Report({ page, isChecking, tab, onCheck, onOrder }: Props) {
  const article = judgedArticle(page);
  const posts = postsOf(page);
  const isThread = posts.length > 1;
  const [chosen, setChosen] = useState<TabName | null>(null);
  const [view, setView] = useState<ListView>({ sort: 'page', verdicts: new Set(), sought: '' });
  const shown = chosen ?? (isThread ? 'posts' : 'passages');
  const through = page.passages.filter((p) => p.final).length;
  const goToPassage = (document: string, passage: string) => onOrder({ type: 'go-to', document, passage });
  const goToUnit = (document: string, unit: string) => onOrder({ type: 'go-to-unit', document, unit });
  return (
    <div class="screen">
      <p class="only-in-print small">
        {tab.title} · {tab.url} · {new Date().toLocaleString(t('language'))}
      </p>
      <div>
        <h1>{isChecking && page.tally.judged === 0 ? t('checkingTitle') : headline(page.tally)}</h1>
        {!isChecking && <CutNote passages={page.passages} isCut={page.isCut} />}
      </div>
      {isChecking && (
        <div class="progress-line">
          <progress max={page.passages.length} value={through} aria-label={t('progressLabel')} />
          <span class="soft small figures">
            {t('progress', formatNumber(through), formatNumber(page.passages.length))}
          </span>
        </div>
      )}
      <PageStrip passages={page.passages} onGoTo={({ document, id }) => goToPassage(document, id)} />
      {article?.verdict && <WholeLine what={t('unitArticle')} verdict={article.verdict} />}
      <TallyTable tally={page.tally} />
      {isThread && <Tabs shown={shown} onShow={setChosen} />}
      {shown !== 'authors' && <ListTools view={view} onView={setView} hasAuthors={isThread} />}
      {isThread && <FoldChoice folded={page.folded} onOrder={onOrder} />}
      {shown === 'posts' && (
        <PostTable posts={posts} passages={page.passages} view={view} onGoTo={goToUnit} />
      )}
      {shown === 'authors' && <AuthorTable posts={posts} onGoTo={goToUnit} />}
      {shown === 'passages' && <PassageTable passages={page.passages} view={view} onGoTo={goToPassage} />}
      <div class="row">
        <p class="small soft">{t('notProof')}</p>
        {!isChecking && (
          <button type="button" class="button quiet" onClick={onCheck}>
            {t('checkAgain')}
          </button>
        )}
      </div>
      <ExportButtons page={page} tab={tab} />
    </div>
  );
}
