import { useRef } from 'preact/hooks';
import { t } from '../../lib/views/words.ts';

const NAMES = ['posts', 'authors', 'passages'] as const;
const TITLES = { posts: 'tabPosts', authors: 'tabAuthors', passages: 'tabPassages' } as const;

export type TabName = (typeof NAMES)[number];

interface Props {
  shown: TabName;
  onShow(name: TabName): void;
}

/** Posts, authors or passages of a thread; arrows change between them. */
export function Tabs({ shown, onShow }: Props) {
  const row = useRef<HTMLDivElement>(null);

  function move(event: KeyboardEvent): void {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!by) return;
    event.preventDefault();
    const at = (NAMES.indexOf(shown) + by + NAMES.length) % NAMES.length;
    const next = NAMES[at];
    if (next) onShow(next);
    row.current?.querySelectorAll('button')[at]?.focus();
  }

  return (
    <div ref={row} class="tabs" role="tablist" aria-label={t('tabsLabel')} tabIndex={-1} onKeyDown={move}>
      {NAMES.map((name) => (
        <button
          key={name}
          type="button"
          role="tab"
          aria-selected={name === shown}
          tabIndex={name === shown ? 0 : -1}
          onClick={() => onShow(name)}
        >
          {t(TITLES[name])}
        </button>
      ))}
    </div>
  );
}
