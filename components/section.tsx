import type { ComponentChildren } from 'preact';

interface Props {
  id: string;
  title: string;
  /** Stands under the title, in the margin. */
  note?: string;
  children: ComponentChildren;
}

/** A part of a page: its title in the margin, its matter beside it. */
export function Section({ id, title, note, children }: Props) {
  return (
    <section class="section" aria-labelledby={id}>
      <div class="margin">
        <h2 id={id}>{title}</h2>
        {note && <p>{note}</p>}
      </div>
      <div class="matter">{children}</div>
    </section>
  );
}
