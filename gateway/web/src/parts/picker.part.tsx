import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { words } from '../words/words.ts';

interface PickerOf {
  /** The underlined word. */
  readonly shown: string;
  readonly title: string;
  readonly field?: { readonly type: 'date' | 'datetime-local'; readonly label: string; readonly value: string };
  readonly onGiven?: (value: string) => void;
  readonly reset?: { readonly label: string; readonly onReset: () => void };
  readonly children?: (close: () => void) => ComponentChildren;
}

/** A word of a sentence that opens a small form beneath itself. */
export function Picker({ shown, title, field, onGiven, reset, children }: PickerOf) {
  const details = useRef<HTMLDetailsElement>(null);
  const close = (): void => details.current?.removeAttribute('open');
  useClosing(details);
  const given = (event: SubmitEvent): void => {
    event.preventDefault();
    const input = details.current?.querySelector('input');
    close();
    onGiven?.(input?.value ?? '');
  };
  const onReset = (): void => {
    close();
    reset?.onReset();
  };
  return (
    <details class="picker" ref={details}>
      <summary class="word" title={title}>
        {shown}
      </summary>
      <form class="panel" onSubmit={given}>
        {children?.(close)}
        {field === undefined ? null : <Field {...field} />}
        {reset === undefined ? null : (
          <button type="button" class="button" onClick={onReset}>
            {reset.label}
          </button>
        )}
      </form>
    </details>
  );
}

function Field({ type, label, value }: NonNullable<PickerOf['field']>) {
  return (
    <>
      <label>
        <span>{label}</span>
        <input type={type} defaultValue={value} step={type === 'date' ? undefined : 1} />
      </label>
      <button class="button act">{words.frame.moment.show}</button>
    </>
  );
}

/** It closes by Escape, and where one goes elsewhere. */
function useClosing(details: { readonly current: HTMLDetailsElement | null }): void {
  useEffect(() => {
    const left = (event: Event): void => {
      const { current } = details;
      const isElsewhere = event.target instanceof Node && current?.contains(event.target) === false;
      if (isElsewhere) current.removeAttribute('open');
    };
    const pressed = ({ key }: KeyboardEvent): void => {
      const { current } = details;
      if (key !== 'Escape' || current?.open !== true) return;
      current.removeAttribute('open');
      current.querySelector('summary')?.focus();
    };
    for (const event of ['pointerdown', 'focusin']) document.addEventListener(event, left);
    document.addEventListener('keydown', pressed);
    return () => {
      for (const event of ['pointerdown', 'focusin']) document.removeEventListener(event, left);
      document.removeEventListener('keydown', pressed);
    };
  }, []);
}
