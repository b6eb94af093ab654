import type { ComponentChildren } from 'preact';
import type { Fault } from '../answers/asked.ts';
import { fill, words } from '../words/words.ts';

const { frame } = words;

/** What a person should know before going on. */
export function Notice({
  children,
  look = 'plain',
}: {
  readonly children: ComponentChildren;
  readonly look?: 'plain' | 'late';
}) {
  return (
    <div class={`notice ${look}`} role={look === 'late' ? 'alert' : undefined}>
      {children}
    </div>
  );
}

/** Why an answer did not come, in words, with the number by which it is found, and another try. */
export function FaultNotice({ fault, again }: { readonly fault: Fault; readonly again: () => void }) {
  return (
    <Notice look="late">
      <p>{fault.message === '' ? frame.unforeseen : fault.message}</p>
      {fault.reference === undefined ? null : (
        <p class="note">{fill(frame.reference, { reference: fault.reference })}</p>
      )}
      <button type="button" class="button" onClick={again}>
        {frame.again}
      </button>
    </Notice>
  );
}
