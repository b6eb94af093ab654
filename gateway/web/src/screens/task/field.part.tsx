import type { ComponentChildren } from 'preact';
import type { Fault } from '../../answers/asked.ts';
import { faultsAt, Refused } from '../../answers/refused.ts';
import { Notice } from '../../parts/notice.part.tsx';
import { fill, words } from '../../words/words.ts';

interface FieldOf {
  readonly id: string;
  readonly label: string;
  readonly hint: string;
  readonly fault: Fault | undefined;
  readonly children: ComponentChildren;
}

/** What is asked, how it is meant, where it is answered, and what is wrong with the answer. */
export function Field({ id, label, hint, fault, children }: FieldOf) {
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <p class="note" id={`${id}-hint`}>
        {hint}
      </p>
      {children}
      <FieldFaults field={id} fault={fault} />
    </div>
  );
}

function FieldFaults({ field, fault }: { readonly field: string; readonly fault: Fault | undefined }) {
  const says = faultsAt(fault, field);
  return (
    <div id={`${field}-fault`} role="alert">
      {says.map((each) => (
        <p key={each} class="field-fault">
          {each}
        </p>
      ))}
    </div>
  );
}

interface TextOf extends Omit<FieldOf, 'children'> {
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** A field for a few sentences. */
export function TextField({ value, onChange, ...field }: TextOf) {
  const { id, fault } = field;
  return (
    <Field {...field}>
      <textarea
        id={id}
        rows={4}
        value={value}
        aria-describedby={`${id}-hint ${id}-fault`}
        aria-invalid={faultsAt(fault, id).length > 0}
        onInput={({ currentTarget }) => onChange(currentTarget.value)}
      />
    </Field>
  );
}

/** A refusal that belongs to no field; where one has to prove who one is, the way there and back. */
export function RefusalNotice({ fault }: { readonly fault: Fault }) {
  const at = fault instanceof Refused ? fault.at : undefined;
  return (
    <Notice look="late">
      <p>{fault.message === '' ? words.frame.unforeseen : fault.message}</p>
      {fault.reference === undefined ? null : (
        <p class="note">{fill(words.frame.reference, { reference: fault.reference })}</p>
      )}
      {at === undefined ? null : (
        <a href={`${at}?to=${encodeURIComponent(location.pathname)}`} class="button">
          {words.task.prove}
        </a>
      )}
    </Notice>
  );
}
