import { RowList } from '../../components/row-list.tsx';
import { VerdictMark } from '../../components/verdict-mark.tsx';
import type { PlacedPassage, PlacedUnit } from '../../lib/views/page-view.ts';
import { filtered, openingsOf, sorted } from '../../lib/views/post-rows.ts';
import { t, tCount, verdictName } from '../../lib/views/words.ts';
import type { ListView } from './report.tsx';

interface Props {
  posts: readonly PlacedUnit[];
  passages: readonly PlacedPassage[];
  view: ListView;
  onGoTo(document: string, unit: string): void;
}

/** The posts of a thread: author, words, verdict, first words. */
export function PostTable({ posts, passages, view, onGoTo }: Props) {
  const openings = openingsOf(passages);
  const openingOf = (post: PlacedUnit) => openings.get(post.document + post.id) ?? '';
  const rows = sorted(
    filtered(posts, view.verdicts, view.sought, (post) => `${post.author ?? ''} ${openingOf(post)}`),
    view.sort,
  );
  return (
    <RowList
      rows={rows}
      keyOf={(post) => post.document + post.id}
      label={t('tabPosts')}
      empty={t('nothingFound')}
      onOpen={(post) => onGoTo(post.document, post.id)}
    >
      {(post) => (
        <>
          <VerdictMark verdict={post.verdict} />
          <span class="who">{post.author ?? t('unknownAuthor')}</span>
          <span class="soft small figures">
            {verdictName(post.verdict)} · {tCount('words', post.words)}
          </span>
          <span class="opening">{openingOf(post)}</span>
        </>
      )}
    </RowList>
  );
}
