import type { Receipt } from '../../answers/send.adapter.ts';
import { isElsewhere } from '../../answers/refused.ts';
import { fill, words } from '../../words/words.ts';
import { Field, RefusalNotice, TextField } from './field.part.tsx';
import { type SendingDraft, useSending } from './use-sending.ts';

const says = words.task;
const KB = 1_024;
const ACCEPTED = 'image/*,.pdf,.ofd,.docx,.xlsx,.pptx,.odt,.ods,.doc,.xls,.ppt,.wps,.et,.dps';

/** Of which problem a form is, who fills it in, and whether he may now. */
export interface FormOf {
  readonly personId: string;
  readonly problemId: string;
  readonly isDisabled: boolean;
  readonly onReceipt: (receipt: Receipt) => void;
}

interface ReportFormOf extends FormOf {
  readonly organizationId: string;
  readonly measures: string | null;
}

/** 报告整改完成: what was done, what shows it, one button. */
export function ReportForm({ personId, problemId, isDisabled, onReceipt, organizationId, measures }: ReportFormOf) {
  const of = { personId, problemId, command: 'ReportCompletion' };
  const sending = useSending({ of, begins: measures ?? '', onReceipt });
  const { draft, fault, isBusy } = sending;
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    void sending.submit({ problemId, says: draft.says, evidence: draft.evidence.map(({ sha256 }) => sha256) });
  };
  return (
    <form class="card task-form" onSubmit={submit}>
      <fieldset disabled={isDisabled || isBusy}>
        <TextField
          id="says"
          label={says.done}
          hint={measures === null ? says.doneHint : says.doneDrafted}
          value={draft.says}
          fault={fault}
          onChange={(text) => sending.change({ ...draft, says: text })}
        />
        <EvidenceField sending={sending} organizationId={organizationId} />
        {fault && isElsewhere(fault, ['says', 'evidence']) ? <RefusalNotice fault={fault} /> : null}
        <button class="button act wide">{isBusy ? says.sending : says.handOver}</button>
      </fieldset>
      <p class="note">{sending.isKept ? says.kept : says.notKept}</p>
    </form>
  );
}

interface EvidenceOf {
  readonly sending: SendingDraft;
  readonly organizationId: string;
}

function EvidenceField({ sending, organizationId }: EvidenceOf) {
  const { draft, fault } = sending;
  return (
    <Field id="evidence" label={says.evidence} hint={says.evidenceHint} fault={fault}>
      <input
        id="evidence"
        type="file"
        multiple
        accept={ACCEPTED}
        aria-describedby="evidence-hint evidence-fault"
        onChange={({ currentTarget }) => {
          const files = [...(currentTarget.files ?? [])];
          currentTarget.value = '';
          void sending.attach(files, organizationId);
        }}
      />
      <ul class="attached">
        {draft.evidence.map(({ sha256, name, size }) => (
          <li key={sha256}>
            <span>{fill(says.attached, { name, size: Math.ceil(size / KB) })}</span>
            <button
              type="button"
              class="word"
              onClick={() =>
                sending.change({ ...draft, evidence: draft.evidence.filter((each) => each.sha256 !== sha256) })
              }
            >
              {says.takeAway}
            </button>
          </li>
        ))}
      </ul>
    </Field>
  );
}
