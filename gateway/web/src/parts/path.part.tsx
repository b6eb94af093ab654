import { whole } from '../words/numbers.ts';

/** A station that things pass on their way. */
export interface Station {
  readonly label: string;
  readonly count: number;
  /** Somebody else's step is waited for. */
  readonly isWaiting?: boolean;
  readonly isDone?: boolean;
}

/** How many stand at which station of a way, from its beginning to its end. */
export function Path({ steps, label }: { readonly steps: readonly Station[]; readonly label: string }) {
  return (
    <ol class="path" aria-label={label}>
      {steps.map(({ label: name, count, isWaiting, isDone }) => (
        <li key={name} class={isDone ? 'done' : isWaiting ? 'waits' : undefined}>
          <span>{name}</span>
          <strong>{whole(count)}</strong>
        </li>
      ))}
    </ol>
  );
}
