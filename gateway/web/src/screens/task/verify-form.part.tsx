import { isElsewhere } from '../../answers/refused.ts';
import { words } from '../../words/words.ts';
import { RefusalNotice, TextField } from './field.part.tsx';
import type { FormOf } from './report-form.part.tsx';
import { useSending } from './use-sending.ts';

const says = words.task;

/** 验收: it is accepted, or sent back with its reason. */
export function VerifyForm({ personId, problemId, isDisabled, onReceipt }: FormOf) {
  const of = { personId, problemId, command: 'VerifyCompletion' };
  const sending = useSending({ of, begins: '', onReceipt });
  const { draft, fault, isBusy } = sending;
  const decide = (accepted: boolean): void => {
    const reason = draft.says.trim() === '' ? {} : { reason: draft.says };
    void sending.submit({ problemId, accepted, ...reason });
  };
  return (
    <form class="card task-form" onSubmit={(event) => event.preventDefault()}>
      <fieldset disabled={isDisabled || isBusy}>
        <TextField
          id="reason"
          label={says.reason}
          hint={says.reasonHint}
          value={draft.says}
          fault={fault}
          onChange={(text) => sending.change({ ...draft, says: text })}
        />
        {fault && isElsewhere(fault, ['reason']) ? <RefusalNotice fault={fault} /> : null}
        <div class="verdict">
          <button type="button" class="button" onClick={() => decide(false)}>
            {says.sendBack}
          </button>
          <button type="button" class="button act" onClick={() => decide(true)}>
            {says.accept}
          </button>
        </div>
      </fieldset>
      <p class="note">{sending.isKept ? says.kept : says.notKept}</p>
    </form>
  );
}
