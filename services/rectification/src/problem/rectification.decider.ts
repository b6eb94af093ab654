import { type CommandNamed, type ProblemCommand, type ProblemEvent, stepDay } from '@zhibu/contracts';
import type { Day } from '@zhibu/kernel';
import type { SuperiorFacts } from '@zhibu/register/rules';
import { isDue, verifyBy } from './problem.rules.ts';
import type { ProblemState, Rectification } from './problem.state.ts';
import { about, dayOfStep, goingOn, known, refuseDueTooFar, refuseIf, running } from './step.rules.ts';

type DataOf<Name extends ProblemCommand['name']> = CommandNamed<Name>['data'];

/** 列入整改清单: the item, the post, the person and the day are all named. */
export function openRectification(
  data: DataOf<'OpenRectification'>,
  state: ProblemState,
  facts: SuperiorFacts,
): ProblemEvent[] {
  if (state.status === 'rectifying') return refuseOther(data, state.work);
  const found = known(state);
  if (found.status !== 'identified') goingOn(state);
  const { problem } = found;
  const { problemId: _id, effectiveOn: _on, dueOn, ...order } = data;
  refuseIf(order.item !== problem.found.item, 'RECTIFICATION_OTHER_ITEM', { field: 'item', item: problem.found.item });
  // An order on paper that a superior records later runs from its own day, so it may be overdue once it is recorded.
  const effectiveOn = dayOfStep(data, found, facts);
  refuseIf(dueOn < effectiveOn, 'DUE_DATE_PAST', { field: 'dueOn', effectiveOn });
  refuseDueTooFar({ dueOn, field: 'dueOn', hasBasis: order.basis !== undefined }, effectiveOn);
  return [
    {
      type: 'RectificationOpened',
      data: { ...about(found), effectiveOn, dueOn, dueVersion: problem.dueDates + 1, ...order },
    },
  ];
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

/** 变更责任人: another post or person answers for it from now on; the due date and the ladder stay. */
export function reassignRectification(
  data: DataOf<'ReassignRectification'>,
  state: ProblemState,
  facts: SuperiorFacts,
): ProblemEvent[] {
  const under = goingOn(state);
  const { post, responsibleId, reason } = data;
  if (under.work.post === post && under.work.responsibleId === responsibleId) return [];
  const effectiveOn = dayOfStep(data, under, facts);
  return [{ type: 'RectificationReassigned', data: { ...running(under), effectiveOn, post, responsibleId, reason } }];
}

export function reportProgress(
  data: DataOf<'ReportProgress'>,
  state: ProblemState,
  facts: SuperiorFacts,
): ProblemEvent[] {
  const under = goingOn(state);
  const { says, reason } = data;
  if (under.work.progress === says) return [];
  const effectiveOn = dayOfStep(data, under, facts);
  const reported = { ...running(under), effectiveOn, says, reporterId: facts.actor.personId };
  return [{ type: 'ProgressReported', data: { ...reported, ...(reason !== undefined && { reason }) } }];
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
  if (state.status === 'identified') return escalateUnopened({ level, dueVersion }, state, { today, answering });
  if (state.status === 'reported') return escalateUnverified({ level, dueVersion }, state, { today, answering });
  const under = goingOn(state);
  const { work } = under;
  const isLevel = level !== 'superior' && isDue(level, work.dueOn, today);
  refuseIf(work.dueVersion !== dueVersion || !isLevel, 'ESCALATION_NOT_DUE', { dueOn: work.dueOn, today });
  if (work.levels.includes(level)) return [];
  return [escalated({ ...running(under), level }, { today, since: under.problem.since, answering })];
}

type Told = Pick<DataOf<'Escalate'>, 'level' | 'dueVersion'>;

/** 15日内未列入整改清单: a problem that nobody opened a rectification of in time is told to the first level, once. */
function escalateUnopened(
  { level, dueVersion }: Told,
  state: Extract<ProblemState, { status: 'identified' }>,
  { today, answering }: EscalationFacts,
): ProblemEvent[] {
  const { problem } = state;
  const { openBy: dueOn } = problem;
  const isFirst = level === 'branch-secretary' && dueVersion === problem.dueDates;
  refuseIf(!isFirst || !isDue('branch-secretary', dueOn, today), 'ESCALATION_NOT_DUE', { dueOn, today });
  if (problem.toldUnopened) return [];
  return [escalated({ ...about(state), dueOn, dueVersion, level }, { today, since: problem.since, answering })];
}

/** 15日内未验收: a completion that nobody verifies in time is told to who has to, once; the due date stands still. */
function escalateUnverified(
  { level, dueVersion }: Told,
  state: Extract<ProblemState, { status: 'reported' }>,
  { today, answering }: EscalationFacts,
): ProblemEvent[] {
  const { problem, work, reportedOn, toldUnverified } = state;
  refuseIf(level !== 'superior', 'COMPLETION_REPORTED', { status: state.status });
  const dueOn = verifyBy(reportedOn);
  refuseIf(work.dueVersion !== dueVersion || today <= dueOn, 'ESCALATION_NOT_DUE', { dueOn, today });
  if (toldUnverified) return [];
  return [escalated({ ...about(state), dueOn, dueVersion, level }, { today, since: problem.since, answering })];
}

type Escalated = Extract<ProblemEvent, { type: 'RectificationEscalated' }>;

function escalated(
  told: Omit<Escalated['data'], 'effectiveOn' | 'answeringId'>,
  { answering, ...clock }: EscalationFacts & { readonly since: Day },
): ProblemEvent {
  const effectiveOn = stepDay({}, clock);
  return {
    type: 'RectificationEscalated',
    data: { ...told, effectiveOn, ...(answering !== null && { answeringId: answering }) },
  };
}
