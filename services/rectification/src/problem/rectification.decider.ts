import type { CommandNamed, ProblemCommand, ProblemEvent } from '@zhibu/contracts';
import type { Day, Sent } from '@zhibu/kernel';
import { isDue, stepDay } from './problem.rules.ts';
import type { ProblemState, Rectification } from './problem.state.ts';
import { goingOn, known, refuseIf, running } from './step.rules.ts';

type DataOf<Name extends ProblemCommand['name']> = CommandNamed<Name>['data'];

/** 列入整改清单: the item, the post, the person and the day are all named. */
export function openRectification(
  data: DataOf<'OpenRectification'>,
  state: ProblemState,
  { today }: Pick<Sent, 'today'>,
): ProblemEvent[] {
  if (state.status === 'rectifying') return refuseOther(data, state.work);
  if (state.status !== 'identified') goingOn(state);
  const { problem } = known(state);
  const { found } = problem;
  const { post, responsibleId, dueOn, measures, item } = data;
  refuseIf(item !== found.item, 'RECTIFICATION_OTHER_ITEM', { field: 'item', item: found.item });
  const effectiveOn = stepDay(data.effectiveOn, { today, since: problem.since });
  refuseIf(dueOn < effectiveOn, 'DUE_DATE_PAST', { field: 'dueOn', effectiveOn });
  const opened = {
    problemId: found.problemId,
    branchId: found.branchId,
    effectiveOn,
    dueOn,
    dueVersion: problem.dueDates + 1,
    item,
    post,
    responsibleId,
    ...(measures !== undefined && { measures }),
  };
  return [{ type: 'RectificationOpened', data: opened }];
}

function refuseOther(
  { post, responsibleId, dueOn, measures }: DataOf<'OpenRectification'>,
  work: Rectification,
): ProblemEvent[] {
  const same =
    work.post === post && work.responsibleId === responsibleId && work.dueOn === dueOn && work.measures === measures;
  refuseIf(!same, 'RECTIFICATION_OPEN', { post: work.post, responsibleId: work.responsibleId, dueOn: work.dueOn });
  return [];
}

export function reportProgress(
  data: DataOf<'ReportProgress'>,
  state: ProblemState,
  { today, actor }: Sent,
): ProblemEvent[] {
  const under = goingOn(state);
  if (under.work.progress === data.says) return [];
  const effectiveOn = stepDay(data.effectiveOn, { today, since: under.problem.since });
  return [
    { type: 'ProgressReported', data: { ...running(under), effectiveOn, says: data.says, reporterId: actor.personId } },
  ];
}

export interface EscalationFacts {
  readonly today: Day;
  /** Whose the level is; null: the tree is not known that far. */
  readonly answering: string | null;
}

/** 逾期督办: each level once for a due date; one that was extended, or met, in the meantime is not escalated. */
export function escalate(
  { level, dueVersion }: DataOf<'Escalate'>,
  state: ProblemState,
  { today, answering }: EscalationFacts,
): ProblemEvent[] {
  const under = goingOn(state);
  const { work } = under;
  refuseIf(work.dueVersion !== dueVersion || !isDue(level, work.dueOn, today), 'ESCALATION_NOT_DUE', {
    dueOn: work.dueOn,
    today,
  });
  if (work.levels.includes(level)) return [];
  const effectiveOn = stepDay(undefined, { today, since: under.problem.since });
  return [
    {
      type: 'RectificationEscalated',
      data: { ...running(under), effectiveOn, level, ...(answering !== null && { organizationId: answering }) },
    },
  ];
}
