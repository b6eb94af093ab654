import type { ComponentChildren } from 'preact';

/** Why nothing stands here, and the one thing to do about it. */
export function Empty({ says, children }: { readonly says: string; readonly children?: ComponentChildren }) {
  return (
    <div class="empty">
      <p>{says}</p>
      {children}
    </div>
  );
}
