import type { ComponentChildren } from 'preact';
import { useRef, useState } from 'preact/hooks';
import './row-list.css';

interface Props<T> {
  rows: readonly T[];
  keyOf(row: T): string;
  label: string;
  /** Stands where there are no rows. */
  empty: string;
  onOpen(row: T): void;
  children(row: T): ComponentChildren;
}

/** A list for the keyboard: one stop of the tab key, arrows, Home and End move, Enter opens. */
export function RowList<T>({ rows, keyOf, label, empty, onOpen, children }: Props<T>) {
  const list = useRef<HTMLOListElement>(null);
  const [focused, setFocused] = useState(0);
  const stop = Math.min(focused, rows.length - 1);
  if (rows.length === 0) return <p class="soft">{empty}</p>;

  function move(event: KeyboardEvent): void {
    const to = { ArrowDown: stop + 1, ArrowUp: stop - 1, Home: 0, End: rows.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    const at = Math.max(0, Math.min(to, rows.length - 1));
    setFocused(at);
    list.current?.querySelectorAll('button')[at]?.focus();
  }

  return (
    <ol ref={list} class="row-list" aria-label={label} onKeyDown={move}>
      {rows.map((row, i) => (
        <li key={keyOf(row)}>
          <button
            type="button"
            tabIndex={i === stop ? 0 : -1}
            onFocus={() => setFocused(i)}
            onClick={() => onOpen(row)}
          >
            {children(row)}
          </button>
        </li>
      ))}
    </ol>
  );
}
