import { RowList } from '../../components/row-list.tsx';
import type { PlacedUnit } from '../../lib/views/page-view.ts';
import { type AuthorRow, authorRows } from '../../lib/views/post-rows.ts';
import { formatNumber, t, tCount } from '../../lib/views/words.ts';

interface Props {
  posts: readonly PlacedUnit[];
  onGoTo(document: string, unit: string): void;
}

/** Authors over all their posts in the thread: the posts as a small trace, and how many are marked. */
export function AuthorTable({ posts, onGoTo }: Props) {
  function open({ posts: own }: AuthorRow): void {
    const first = own.find((post) => post.verdict === 'likely-ai') ?? own[0];
    if (first) onGoTo(first.document, first.id);
  }

  return (
    <RowList
      rows={authorRows(posts)}
      keyOf={(row) => row.author ?? ''}
      label={t('tabAuthors')}
      empty={t('nothingFound')}
      onOpen={open}
    >
      {(row) => (
        <>
          <span class="trace" aria-hidden="true">
            {row.posts.map((post) => (
              <span key={post.document + post.id} class={`is-${post.verdict ?? 'waiting'}`} />
            ))}
          </span>
          <span class="who">{row.author ?? t('unknownAuthor')}</span>
          <span class="soft small figures">{tCount('words', row.words)}</span>
          <span class="opening small">{postWords(row)}</span>
        </>
      )}
    </RowList>
  );
}

function postWords({ posts, likely, possibly }: AuthorRow): string {
  const all = formatNumber(posts.length);
  if (likely > 0 && possibly > 0)
    return `${tCount('postsLikely', likely, all)} ${tCount('postsPossibly', possibly)}`;
  if (likely > 0) return tCount('postsLikely', likely, all);
  if (possibly > 0) return tCount('postsPossible', possibly, all);
  return tCount('postsNone', posts.length);
}
