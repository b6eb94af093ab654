import { words } from '../words/words.ts';

/** Grey shapes of the size of what comes; they show themselves after a moment. */
export function Waiting({ lines = 4 }: { readonly lines?: number }) {
  return (
    <div class="waiting" role="status" aria-label={words.frame.loading}>
      {Array.from({ length: lines }, (_, index) => (
        <span key={index} />
      ))}
    </div>
  );
}
