import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';

interface CardOf {
  readonly title: string;
  /** What stands beside the title, quieter. */
  readonly note?: ComponentChildren;
  /** What leads on, at the end of the same line. */
  readonly more?: ComponentChildren;
  readonly isWide?: boolean;
  readonly children: ComponentChildren;
}

/** A part of a screen with a title of its own. */
export function Card({ title, note, more, isWide = false, children }: CardOf) {
  const id = useId();
  return (
    <section class={isWide ? 'card wide' : 'card'} aria-labelledby={id}>
      <header>
        <h2 id={id}>{title}</h2>
        {note === undefined ? null : <span class="note">{note}</span>}
        {more === undefined ? null : <span class="more">{more}</span>}
      </header>
      {children}
    </section>
  );
}
