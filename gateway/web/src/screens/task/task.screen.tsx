import { useState } from 'preact/hooks';
import { useAnswer } from '../../answers/answers.ts';
import { type Me, useMe } from '../../answers/me.ts';
import type { Receipt } from '../../answers/send.adapter.ts';
import { taskDocument, type TaskQuery } from '../../generated/task.document.ts';
import { momentIn } from '../../moment.ts';
import { Answer } from '../../parts/answer.part.tsx';
import { Empty } from '../../parts/empty.part.tsx';
import { Page } from '../../parts/page.part.tsx';
import { type ScreenOf, useAddress } from '../../router.ts';
import { dayOf } from '../../words/days.ts';
import { words } from '../../words/words.ts';
import { ProblemCard } from './problem-card.part.tsx';
import { ReceiptCard } from './receipt.part.tsx';
import { ReportForm } from './report-form.part.tsx';
import { CompletionCard } from './completion-card.part.tsx';
import { stepFor } from './step-for.ts';
import { VerifyForm } from './verify-form.part.tsx';

const says = words.task;

/** 任务: one problem, and the one thing that whoever is logged in may do about it now. */
export function TaskScreen({ path: { problem: id = '' } }: ScreenOf) {
  const { asOf, knownAt } = momentIn(useAddress().search);
  const answer = useAnswer(taskDocument, { id, asOf, knownAt });
  const today = dayOf(Date.now());
  const isPast = knownAt !== undefined || (asOf !== undefined && asOf !== today);
  return (
    <Answer of={useMe()}>
      {({ me }) => (
        <Answer of={answer}>{(data) => <Task me={me} data={data} day={asOf ?? today} isPast={isPast} />}</Answer>
      )}
    </Answer>
  );
}

interface TaskOf {
  readonly me: Me;
  readonly data: TaskQuery;
  readonly day: string;
  /** Nothing is done about what was. */
  readonly isPast: boolean;
}

function Task({ me, data: { problem, may }, day, isPast }: TaskOf) {
  const [receipt, setReceipt] = useState<Receipt>();
  if (!problem)
    return (
      <Page title={says.title} moment={{}}>
        <Empty says={words.frame.moment.unknownThen} />
      </Page>
    );
  const who = me.person?.name ?? me.personId;
  return (
    <Page title={problem.itemText ?? problem.aspectLabel} beside={problem.organization.name} moment={{}}>
      <div class="todo">
        <ProblemCard problem={problem} day={day} personId={me.personId} />
        <CompletionCard problem={problem} />
        {receipt ? (
          <ReceiptCard receipt={receipt} who={who} />
        ) : (
          <Step personId={me.personId} problem={problem} may={may} isDisabled={isPast} onReceipt={setReceipt} />
        )}
      </div>
    </Page>
  );
}

interface StepOf {
  readonly personId: string;
  readonly problem: NonNullable<TaskQuery['problem']>;
  readonly may: readonly string[];
  readonly isDisabled: boolean;
  readonly onReceipt: (receipt: Receipt) => void;
}

/** What may be done now; where nothing may, whose turn it is. */
function Step({ problem, may, ...form }: StepOf) {
  const { id: problemId, status, rectification, organization } = problem;
  const step = stepFor(status, may);
  const past = form.isDisabled && step !== undefined ? <p class="note">{says.past}</p> : null;
  if (step === undefined) return <p>{says.turns[turnOf(status)]}</p>;
  return (
    <>
      {past}
      {step === 'report' ? (
        <ReportForm
          {...form}
          problemId={problemId}
          organizationId={organization.id}
          measures={rectification?.measures ?? null}
        />
      ) : (
        <VerifyForm {...form} problemId={problemId} />
      )}
    </>
  );
}

type Turn = keyof typeof says.turns;

const isTurn = (status: string): status is Turn => status in says.turns;
const turnOf = (status: string): Turn => (isTurn(status) ? status : 'closed');
