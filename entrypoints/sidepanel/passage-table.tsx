import { RowList } from '../../components/row-list.tsx';
import { VerdictMark } from '../../components/verdict-mark.tsx';
import type { PlacedPassage } from '../../lib/views/page-view.ts';
import { filtered, sorted } from '../../lib/views/post-rows.ts';
import { t, tCount, verdictName } from '../../lib/views/words.ts';
import type { ListView } from './report.tsx';

interface Props {
  passages: readonly PlacedPassage[];
  view: ListView;
  onGoTo(document: string, passage: string): void;
}

export function PassageTable({ passages, view, onGoTo }: Props) {
  const rows = sorted(
    filtered(passages, view.verdicts, view.sought, (p) => p.opening),
    view.sort,
  );
  return (
    <RowList
      rows={rows}
      keyOf={(p) => p.document + p.id}
      label={t('tabPassages')}
      empty={t('nothingFound')}
      onOpen={(p) => onGoTo(p.document, p.id)}
    >
      {(passage) => (
        <>
          <VerdictMark verdict={passage.verdict} />
          <span class="small">{verdictName(passage.verdict)}</span>
          <span class="soft small figures">{tCount('words', passage.words)}</span>
          <span class="opening">{passage.opening}</span>
        </>
      )}
    </RowList>
  );
}
