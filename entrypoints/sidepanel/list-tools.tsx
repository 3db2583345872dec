import { VerdictMark } from '../../components/verdict-mark.tsx';
import type { Verdict } from '../../lib/detector/verdict.ts';
import type { SortKey } from '../../lib/views/post-rows.ts';
import { t, verdictName } from '../../lib/views/words.ts';
import type { ListView } from './report.tsx';

const VERDICTS = ['likely-ai', 'possibly-ai', 'no-signs'] as const;
const SORTS = [
  ['page', 'sortPage'],
  ['verdict', 'sortVerdict'],
  ['words', 'sortWords'],
  ['author', 'sortAuthor'],
] as const satisfies [SortKey, string][];

interface Props {
  view: ListView;
  hasAuthors: boolean;
  onView(view: ListView): void;
}

export function ListTools({ view, hasAuthors, onView }: Props) {
  function toggle(verdict: Verdict): void {
    const verdicts = new Set(view.verdicts);
    if (!verdicts.delete(verdict)) verdicts.add(verdict);
    onView({ ...view, verdicts });
  }

  return (
    <div class="list-tools">
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset would draw and announce more than these toggles need */}
      <div class="toggles" role="group" aria-label={t('filterLabel')}>
        {VERDICTS.map((verdict) => (
          <button
            key={verdict}
            type="button"
            class="toggle"
            aria-pressed={view.verdicts.has(verdict)}
            onClick={() => toggle(verdict)}
          >
            <VerdictMark verdict={verdict} /> {verdictName(verdict)}
          </button>
        ))}
      </div>
      <div class="field">
        <input
          type="search"
          aria-label={t('seekLabel')}
          placeholder={t('seekLabel')}
          value={view.sought}
          onInput={(e) => onView({ ...view, sought: e.currentTarget.value })}
        />
        <select
          aria-label={t('sortLabel')}
          value={view.sort}
          onChange={(e) => onView({ ...view, sort: e.currentTarget.value as SortKey })}
        >
          {SORTS.filter(([key]) => key !== 'author' || hasAuthors).map(([key, title]) => (
            <option key={key} value={key}>
              {t(title)}
            </option>
          ))}
        </select>
      </div>
    </div>
  );
}
