import { commonProblem, problemId } from '@zhibu/contracts';
import { addDays, type Day } from '@zhibu/kernel';
import {
  after,
  type Case,
  completion,
  dated,
  earlier,
  notLater,
  opening,
  orderOf,
  type Planning,
  REASON,
  verification,
} from './case.rules.ts';
import { between, chanceOf, oneOf } from './chance.rules.ts';
import type { Fate, ListedProblem, SharedItem } from './fate.rules.ts';
import { clerksOf } from './person.rules.ts';
import type { Step } from './stage.rules.ts';

/** The steps of a problem that the closing found. */
export function stepsOfProblem(fate: Fate, problem: ListedProblem, planning: Planning): readonly Step[] {
  const { committee, closedOn } = planning.occasion;
  return stepsOf(fate, { problem, clerks: clerksOf(committee), planning, since: closedOn });
}

/** 共性问题: what the committee says of an item that most branches share. */
export interface Declared {
  readonly organizationId: string;
  readonly aspect: string;
  readonly item: string;
  readonly basis: { readonly documentNo: string; readonly issuedOn: Day };
  readonly effectiveOn: Day;
  readonly reason: string;
}

/** A common problem, declared some days after the closing; the city judges its rectification. */
export function stepsOfCommon({ aspect, item, fate }: SharedItem, planning: Planning): readonly Step[] {
  const { committee, city, closedOn } = planning.occasion;
  const since = planning.working.onOrAfter(addDays(closedOn, DECLARED_AFTER_DAYS));
  const basis = { documentNo: `示例通报〔${since.slice(0, 4)}〕5号`, issuedOn: since };
  const declared: Declared = { organizationId: committee, aspect, item, basis, effectiveOn: since, reason: REASON };
  const id = problemId({ organizationId: committee, source: commonProblem(declared).source });
  const problem = { id, organization: committee, item };
  return [
    { by: clerksOf(committee).clerk, name: 'DeclareCommonProblem', data: declared },
    ...stepsOf(fate, { problem, clerks: clerksOf(city), planning, since, basis }),
  ];
}
const DECLARED_AFTER_DAYS = 4;

/** What was found only now is ordered now, and the rest of it waits. */
const ORDERED_AT_ONCE = 0.45;

/** The step of a problem that was found after the closing: from the day on which it is recorded. */
export function stepsOfLater(problem: ListedProblem, planning: Planning): readonly Step[] {
  const { id, identifiedOn } = problem;
  if (chanceOf('ordered at once', id) >= ORDERED_AT_ONCE) return [];
  const clerks = clerksOf(planning.occasion.committee);
  const one = { problem, clerks, planning, since: identifiedOn };
  const {
    effectiveOn: _on,
    reason: _reason,
    ...order
  } = orderOf(one, { on: identifiedOn, dueOn: addDays(identifiedOn, between('due', id, [30, 80])) });
  return [{ by: clerks.clerk, name: 'OpenRectification', data: order }];
}

function stepsOf(fate: Fate, one: Case): readonly Step[] {
  switch (fate) {
    case 'closed':
      return closedSteps(one);
    case 'verified':
      return verifiedSteps(one);
    case 'reported':
      return reportedSteps(one, [1, 13]);
    case 'rectifying':
      return runningSteps(one);
    case 'extended':
      return extendedSteps(one);
    case 'overdue':
      return overdueSteps(one);
    case 'waiting':
      return [];
    case 'dismissed':
      return [dismissal(one)];
    case 'reopened':
      return reopenedSteps(one);
  }
}

/** Most are ordered within the fifteen days that a problem has, the others with the half-year's review. */
const IN_SPRING = 0.8;

function closedSteps(one: Case): readonly Step[] {
  const { id } = one.problem;
  const inSpring = one.basis === undefined && chanceOf('wave', id) < IN_SPRING;
  const on = after(one, one.since, between('ordered', id, inSpring || one.basis ? [9, 14] : [95, 125]));
  return completedSteps(one, on, oneOf('term', id, inSpring ? [30, 45, 60, 90] : [30, 45, 60]));
}

/** Ordered, reported within the term or a little later, verified and closed. */
function completedSteps(one: Case, on: Day, term: number): readonly Step[] {
  const { id } = one.problem;
  const reportedOn = after(one, on, between('reported', id, [10, term + 1]));
  const verifiedOn = after(one, reportedOn, between('verified', id, [1, 12]));
  const closedOn = after(one, verifiedOn, between('closed', id, [1, 6]));
  return [
    opening(one, { on, dueOn: addDays(on, term) }),
    completion(one, reportedOn),
    verification(one, verifiedOn),
    { by: one.clerks.verifier, name: 'CloseProblem', data: dated(one, closedOn) },
  ];
}

function verifiedSteps(one: Case): readonly Step[] {
  const steps = reportedSteps(one, [14, 28]);
  const reportedOn = reportedDay(one, [14, 28]);
  return [
    ...steps,
    verification(one, notLater(one, after(one, reportedOn, between('verified', one.problem.id, [2, 9])))),
  ];
}

/** Reported so many days before the end of the year, and not looked at yet. */
function reportedSteps(one: Case, before: readonly [number, number]): readonly Step[] {
  const { id } = one.problem;
  const on = earlier(one, between('ordered', id, [45, 70]));
  return [
    opening(one, { on, dueOn: addDays(on, between('term', id, [60, 90])) }),
    completion(one, reportedDay(one, before)),
  ];
}

const reportedDay = (one: Case, before: readonly [number, number]): Day =>
  earlier(one, between('reported', one.problem.id, before));

const TELLS_PROGRESS = 0.35;

function runningSteps(one: Case): readonly Step[] {
  const { id } = one.problem;
  const on = earlier(one, between('ordered', id, [5, 45]));
  const dueOn = addDays(one.planning.occasion.madeOn, between('due', id, [3, 33]));
  const progress = {
    ...dated(one, notLater(one, after(one, on, between('told', id, [1, 4])))),
    says: '已制定整改措施，正在落实',
  };
  return [
    opening(one, { on, dueOn }),
    ...(chanceOf('tells', id) < TELLS_PROGRESS
      ? [{ by: one.clerks.clerk, name: 'ReportProgress', data: progress }]
      : []),
  ];
}

function extendedSteps(one: Case): readonly Step[] {
  const { id } = one.problem;
  const { madeOn } = one.planning.occasion;
  const on = earlier(one, between('ordered', id, [50, 68]));
  const askedOn = after(one, on, between('asked', id, [20, 30]));
  const until = addDays(madeOn, between('until', id, [20, 45]));
  const { problemId, effectiveOn } = dated(one, askedOn);
  return [
    opening(one, { on, dueOn: addDays(madeOn, between('due', id, [2, 8])) }),
    {
      by: one.clerks.clerk,
      name: 'RequestExtension',
      data: { problemId, effectiveOn, until, reason: '整改所需经费待预算批复' },
    },
    { by: one.clerks.verifier, name: 'GrantExtension', data: dated(one, notLater(one, after(one, askedOn, 2))) },
  ];
}

/** How many days late, so that some answer at each of the three levels. */
const LATE = [
  [1, 6],
  [1, 6],
  [7, 29],
  [7, 29],
  [30, 60],
] as const;

function overdueSteps(one: Case): readonly Step[] {
  const { id } = one.problem;
  const dueOn = addDays(one.planning.occasion.madeOn, -between('late', id, oneOf('level', id, LATE)));
  const on = one.planning.working.onOrBefore(addDays(dueOn, -60));
  return [opening(one, { on, dueOn })];
}

function dismissal(one: Case): Step {
  const on = after(one, one.since, between('dismissed', one.problem.id, [6, 20]));
  const data = { ...dated(one, on), because: 'not-a-problem' };
  return { by: one.clerks.verifier, name: 'DismissProblem', data };
}

function reopenedSteps(one: Case): readonly Step[] {
  const { id } = one.problem;
  const on = after(one, one.since, between('ordered', id, [9, 14]));
  const backOn = earlier(one, between('back', id, [30, 45]));
  const againOn = after(one, backOn, between('again', id, [2, 6]));
  const dueOn = addDays(one.planning.occasion.madeOn, between('due', id, [5, 30]));
  const { problemId, effectiveOn } = dated(one, backOn);
  return [
    ...completedSteps(one, on, oneOf('term', id, [30, 45, 60])),
    { by: one.clerks.clerk, name: 'ReopenProblem', data: { problemId, effectiveOn, reason: '回访发现问题反弹' } },
    opening(one, { on: againOn, dueOn }),
  ];
}
